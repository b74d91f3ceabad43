"""Brings along the history of sessions of the product that was used before, so that reports have something to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, select

from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.domain.history_file import BadLine, PastSession, read_history
from webapp.domain.states import EndReason, Funding, SessionState
from webapp.models import Account, ClientSession
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.audit import append, operator
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.imported_holdings import hold
from webapp.services.steps.imported_people import People
from webapp.services.steps.usage_summary import sum_up, sum_up_again

AT_ONCE = 2000
"""Lines that are stored in one transaction: those who open sessions meanwhile hardly wait."""
NAMESPACE = UUID("6f1b7c0e-5c6e-4b0a-9a53-0d3c8a1d7f42")
"""Ids of imported sessions are made from it and from what the line says: so the same line never makes two."""


@dataclass(slots=True)
class Imported:
    """What came of it. `known`: sessions that had been imported before."""

    sessions: int = 0
    known: int = 0
    bad: list[BadLine] = field(default_factory=list)
    new_users: Sequence[str] = ()
    first: datetime | None = None


def import_history(db: Database, domain: str | None, lines: Iterable[str], now: datetime) -> Imported:
    """Import the sessions of a file, good lines kept and bad ones told. May be repeated: what is there already stays.

    `domain` None: into the only account. Raises NotFound for the account, and Invalid when the file does not begin with
    its columns.
    """
    with db.read() as tx:
        account = _account(tx, domain)
    people = People(account.account_id, account.domain, now)
    done = Imported(new_users=people.new_users)
    entries = read_history(lines, ZoneInfo(account.time_zone), now)
    while batch := list(islice(entries, AT_ONCE)):
        done.bad += [entry for entry in batch if isinstance(entry, BadLine)]
        sessions = [entry for entry in batch if isinstance(entry, PastSession)]
        if sessions:
            stored = db.write(
                partial(_store, account_id=account.account_id, people=people, sessions=sessions)
            )
            done.sessions, done.known = done.sessions + stored, done.known + len(sessions) - stored
            done.first = min([s.started for s in sessions] + ([done.first] if done.first else []))
    if done.first is not None:
        db.write(partial(_finish, account_id=account.account_id, done=done, now=now))
    return done


def _account(tx: Connection, domain: str | None) -> Row[int, str, str]:
    accounts = select(Account.account_id, Account.domain, Account.time_zone).limit(2)
    found = tx.execute(accounts if domain is None else accounts.where(Account.domain == domain.lower())).all()
    if domain is not None and not found:
        raise NotFound(f"There is no account {domain}.")
    if len(found) != 1:
        raise NotFound("Say which account: --account DOMAIN." if found else "There is no account yet.")
    return found[0]


def _store(tx: Connection, account_id: int, people: People, sessions: Sequence[PastSession]) -> int:
    by_id = {_id(account_id, session): session for session in sessions}
    known = select(ClientSession.session_id).where(ClientSession.session_id.in_(by_id))
    for session_id in tx.execute(known).scalars().all():
        del by_id[session_id]
    pairs = {i: (people.user(tx, s.user), people.device(tx, s.device)) for i, s in by_id.items()}
    hold(tx, account_id, [(pairs[i], (s.started, s.ended)) for i, s in by_id.items()])
    rows = [
        {
            "session_id": session_id,
            "account_id": account_id,
            "user_id": pairs[session_id][0],
            "device_id": pairs[session_id][1],
            "kind": session.kind,
            "state": SessionState.ENDED,
            "funding": Funding.LICENSE,
            "remote": session.remote,
            "opened_at": session.started,
            "lease_expires_at": session.ended,
            "ended_at": session.ended,
            "end_reason": EndReason.CLOSED_BY_CLIENT,
            "revision": 0,
        }
        for session_id, session in by_id.items()
    ]
    if rows:
        tx.execute(insert(ClientSession), rows)
    return len(rows)


def _finish(tx: Connection, account_id: int, done: Imported, now: datetime) -> None:
    """Sum the usage up anew from the first imported session on, and write down that it was done."""
    account = hold_account(tx, account_id, now)
    close_overdue(tx, account, account.now)
    assert done.first is not None
    sum_up_again(tx, account_id, done.first)
    sum_up(tx, account_id, account.now)
    told = {"sessions": done.sessions, "since": done.first.isoformat()}
    append(tx, operator(account_id), "import history", f"{done.sessions} sessions", None, told, account.now)


def _id(account_id: int, session: PastSession) -> UUID:
    span = f"{session.started.isoformat()}|{session.ended.isoformat()}"
    what = session.id or f"{session.user}|{session.device}|{span}|{session.remote}"
    return uuid5(NAMESPACE, f"{account_id}|{what}")
