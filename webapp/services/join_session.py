"""Somebody who was given a session's code joins it, from a browser or a program. No account is needed."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from webapp.db import Database
from webapp.domain.codes import read_code
from webapp.domain.limits import TEXT_MAX_LENGTH, checked_text
from webapp.domain.sign_in_protection import address_key
from webapp.domain.states import SessionHappening, SessionState
from webapp.domain.texts import phrase
from webapp.models import ClientSession, RemoteSide, SessionCode
from webapp.private import Private
from webapp.services.admit_session import NOBODY_YET
from webapp.services.steps.accounts import AccountState, hold_account
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.codes import withdraw_code
from webapp.services.steps.session_events import note_event
from webapp.services.steps.tokens import new_token, token_hash
from webapp.services.steps.wrong_codes import count_wrong_code, hold_address, seconds_until_next_code

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Joined:
    """The token that the remote side speaks with, told this once."""

    token: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """No session can be joined by this code: there is none, or it was used, replaced, or is over. `many`: it is the one by
    which many came from everywhere."""

    many: bool = False


@dataclass(frozen=True, slots=True)
class TryLater:
    """Wrong codes came from this address: the next one has to wait for so many seconds."""

    seconds: int


def join_session(
    db: Database, code: str, name: str, address: str, now: datetime
) -> Joined | WrongCode | TryLater:
    """Join the session of this code under this name, from this address. Whoever joins uses the code up.

    Raises Invalid for what is no code at all, which is not counted as a guess, and for a name that cannot be shown.
    """
    digits = read_code(code)
    shown_name = checked_text("name", name, phrase("your name"))
    key = address_key(address)
    with db.read() as tx:
        if seconds := seconds_until_next_code(tx, key, now):
            return TryLater(seconds)
    guest = _Guest(shown_name, address, new_token())
    outcome = db.write(lambda tx: _try(tx, digits, key, guest, now))
    if isinstance(outcome, WrongCode) and outcome.many:
        log.warning(
            "many wrong session codes from everywhere: somebody may be guessing; the last is from %s",
            Private(address),
        )
    return outcome


@dataclass(frozen=True, slots=True)
class _Guest:
    name: str
    address: str
    token: str


def _try(tx: Connection, code: str, key: str, guest: _Guest, now: datetime) -> Joined | WrongCode | TryLater:
    if seconds := hold_address(tx, key, now):
        return TryLater(seconds)
    account_id = tx.execute(
        select(SessionCode.account_id).where(SessionCode.code == code)
    ).scalar_one_or_none()
    if account_id is not None:
        account = hold_account(tx, account_id, now)
        close_overdue(tx, account, account.now)
        session = _standby(tx, code)
        if session is not None:
            _join(tx, account, session, guest, account.now)
            return Joined(guest.token)
    return WrongCode(count_wrong_code(tx, key, now))


def _standby(tx: Connection, code: str) -> Row[Any] | None:
    """The session that can be joined by this code, as it stands now."""
    query = (
        select(ClientSession)
        .join(SessionCode, SessionCode.session_id == ClientSession.session_id)
        .where(SessionCode.code == code, ClientSession.state == SessionState.STANDBY)
    )
    return tx.execute(query).one_or_none()


def _join(tx: Connection, account: AccountState, session: Row[Any], guest: _Guest, now: datetime) -> None:
    withdraw_code(tx, account.account_id, session.session_id)
    this = (ClientSession.account_id == account.account_id, ClientSession.session_id == session.session_id)
    joined: dict[str, Any] = {"state": SessionState.ACTIVE, "joined_at": now, "expires_at": None}
    shown = {"remote": guest.name, "remote_address": _label(session)}
    tx.execute(update(ClientSession).where(*this).values(**joined, **shown, revision=account.revision))
    tx.execute(
        insert(RemoteSide).values(
            token_hash=token_hash(guest.token),
            account_id=account.account_id,
            session_id=session.session_id,
            name=guest.name,
            address=guest.address[:45],
            joined_at=now,
        )
    )
    note_event(tx, account.account_id, session.session_id, SessionHappening.JOINED, now, detail=guest.name)


def _label(session: Row[Any]) -> str | None:
    """What the session was called when it was opened stays beside the name of whoever joined it."""
    label = None if session.remote == NOBODY_YET else session.remote
    return ", ".join(filter(None, (label, session.remote_address)))[:TEXT_MAX_LENGTH] or None
