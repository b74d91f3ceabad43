"""A client asks for a session: admitted on a license or on pay per use, or refused (product.md, "Admission").

One atomic decision. A support session is let in when its code is issued: it holds its license from then on.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert

from webapp.db import Database
from webapp.db.prepared import Prepared
from webapp.domain import codes
from webapp.domain.access import Actor
from webapp.domain.admission import AskFirst, OnLicense, OnMinutes, TurnedAway
from webapp.domain.errors import Conflict
from webapp.domain.leases import lease_expiry, renew_every_seconds
from webapp.domain.limits import checked_text
from webapp.domain.ppu import A_MINUTE
from webapp.domain.states import Funding, SessionHappening, SessionKind, SessionState
from webapp.domain.texts import phrase
from webapp.models import ClientSession
from webapp.services.steps.accounts import AccountState, HeldAccount, hold_and_ask
from webapp.services.steps.admission import FACTS, Place, decide, of_pair, place_of, take_place
from webapp.services.steps.codes import issue_code
from webapp.services.steps.pay_per_use import begin_on_ppu
from webapp.services.steps.refusing import PpuQuestion, Refused, Wanted, not_let_in
from webapp.services.steps.session_events import note_event
from webapp.services.steps.sessions import SessionView, session_rows, session_view
from webapp.services.steps.tokens import new_id

__all__ = ["Admitted", "OpenRequest", "PpuQuestion", "Refused", "admit_session"]

NOBODY_YET = "Nobody has joined yet"
"""What stands for the remote side of a support session that was given no name."""
_OPENED_BEFORE = Prepared(
    session_rows().where(
        ClientSession.account_id == bindparam("account"),
        ClientSession.user_id == bindparam("user"),
        ClientSession.device_id == bindparam("device"),
        ClientSession.idempotency_key == bindparam("key"),
    )
)
_OPEN = Prepared(
    insert(ClientSession),
    inserts=(
        "session_id", "account_id", "user_id", "device_id", "kind", "state", "funding", "license_number", "remote",
        "remote_address", "idempotency_key", "opened_at", "lease_expires_at", "expires_at", "ppu_since",
        "ppu_paid_until", "revision",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What a client asks for. The same `idempotency_key` from the same device always means the same session.

    `remote` may be empty for a support session: who joins gives their name. `accept_ppu`: True or False when the person
    was asked whether to use pay-per-use minutes if no license is free; None when they were not.
    """

    kind: SessionKind
    remote: str
    remote_address: str | None = None
    idempotency_key: str | None = None
    accept_ppu: bool | None = None

    @property
    def shown_remote(self) -> str:
        """What the remote side is called at first."""
        if self.kind is SessionKind.SUPPORT and not self.remote.strip():
            return NOBODY_YET
        return self.remote.strip()


@dataclass(frozen=True, slots=True)
class Admitted:
    """The session that was opened, or that this idempotency key opened before."""

    session: SessionView


def admit_session(
    db: Database, actor: Actor, wish: OpenRequest, now: datetime
) -> Admitted | Refused | PpuQuestion:
    """Open a session if the limits allow it. Raises Invalid for a `remote` that cannot be shown, and Conflict for an
    idempotency key that opened something else."""
    checked_text("remote", wish.shown_remote, phrase("the name of the remote side"))
    return db.write_briefly(lambda tx: _admit(tx, actor, wish, now))


def _admit(
    tx: Connection, actor: Actor, wish: OpenRequest, now: datetime
) -> Admitted | Refused | PpuQuestion:
    pair = (actor.user_id, actor.device_id or 0)
    who = of_pair(actor.account_id, pair)
    asked = (_OPENED_BEFORE, {**who, "key": wish.idempotency_key}), (FACTS, who)
    account, (before, facts) = hold_and_ask(tx, actor.account_id, now, *asked)
    now = account.now
    if before:
        return Admitted(_same_as_before(before[0], wish, now))
    decision = decide(tx, account, pair, wish.accept_ppu, facts[0])
    if isinstance(decision, TurnedAway | AskFirst):
        wanted = Wanted(wish.kind, wish.shown_remote, wish.idempotency_key)
        return not_let_in(tx, account, pair, wanted, decision, now)
    return Admitted(_open(tx, account, actor, wish, decision))


def _open(
    tx: Connection, account: HeldAccount, actor: Actor, wish: OpenRequest, decision: OnLicense | OnMinutes
) -> SessionView:
    now, place = account.now, place_of(decision, account.now)
    view = _new_view(account, actor, wish, place)
    stored = (_OPEN, _values(account, actor, wish, view, place))
    ends_here = place.funding is Funding.LICENSE and view.expires_at is None
    take_place(tx, account, (view.user_id, view.device_id), decision, stored, is_last=ends_here)
    if place.funding is Funding.PPU:
        begin_on_ppu(tx, account, view.id, actor.user_id, now)
    if view.expires_at is None:
        return view
    note_event(tx, account.account_id, view.id, SessionHappening.CODE_ISSUED, now, actor.user_id)
    return replace(view, code=issue_code(tx, account.account_id, view.id, view.expires_at, now))


def _new_view(account: HeldAccount, actor: Actor, wish: OpenRequest, place: Place) -> SessionView:
    now = account.now
    is_support = wish.kind is SessionKind.SUPPORT
    return SessionView(
        id=new_id(),
        user_id=actor.user_id,
        device_id=actor.device_id or 0,
        kind=wish.kind,
        state=SessionState.STANDBY if is_support else SessionState.ACTIVE,
        license=place.license,
        funding=place.funding,
        remote=wish.shown_remote,
        remote_address=wish.remote_address,
        user=actor.user_name,
        user_display_name=actor.display_name,
        device=actor.device_name or "",
        opened_at=now,
        lease_expires_at=lease_expiry(now, account.lease_seconds),
        renew_every_seconds=renew_every_seconds(account.lease_seconds),
        expires_at=codes.expiry(now, account.code_minutes) if is_support else None,
    )


def _values(
    account: AccountState, actor: Actor, wish: OpenRequest, view: SessionView, place: Place
) -> dict[str, Any]:
    return {
        "session_id": view.id,
        "account_id": account.account_id,
        "user_id": actor.user_id,
        "device_id": actor.device_id,
        "kind": view.kind,
        "state": view.state,
        "funding": view.funding,
        "license_number": view.license,
        "remote": view.remote,
        "remote_address": view.remote_address,
        "idempotency_key": wish.idempotency_key,
        "opened_at": view.opened_at,
        "lease_expires_at": view.lease_expires_at,
        "expires_at": view.expires_at,
        "ppu_since": place.ppu_since,
        "ppu_paid_until": place.ppu_since + A_MINUTE if place.ppu_since else None,
        "revision": account.revision,
    }


def _same_as_before(row: Row[Any], wish: OpenRequest, now: datetime) -> SessionView:
    if not _is_same(row, wish):
        raise Conflict(
            phrase("This Idempotency-Key has opened another session. Use a new key for a new session.")
        )
    return session_view(row, now)


def _is_same(row: Row[Any], wish: OpenRequest) -> bool:
    """Whether the key opened what is wished now. Who joined a support session has given it their own name since."""
    if row.kind is not wish.kind or row.kind is SessionKind.SUPPORT:
        return bool(row.kind is wish.kind)
    return (row.remote, row.remote_address) == (wish.shown_remote, wish.remote_address)
