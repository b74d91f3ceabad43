"""A client asks for a session: admitted on a license, or refused (product.md, "Admission"). One atomic decision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.admission import TurnedAway
from webapp.domain.errors import Conflict
from webapp.domain.leases import lease_expiry, renew_every_seconds
from webapp.domain.limits import checked_text
from webapp.domain.refusals import explain
from webapp.domain.states import Funding, RefusalReason, SessionKind, SessionState
from webapp.models import ClientSession, Refusal, User
from webapp.services.steps.accounts import AccountState, hold_account
from webapp.services.steps.admission import decide
from webapp.services.steps.licenses import take_license
from webapp.services.steps.sessions import SessionView, session_rows, session_view
from webapp.services.steps.tokens import new_id

_OPENED_BEFORE = session_rows(ClientSession.idempotency_key).where(
    ClientSession.account_id == bindparam("account"),
    ClientSession.user_id == bindparam("user"),
    ClientSession.device_id == bindparam("device"),
    ClientSession.idempotency_key == bindparam("key"),
)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What a client asks for. The same `idempotency_key` from the same device always means the same session."""

    kind: SessionKind
    remote: str
    remote_address: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """The session that was opened, or that this idempotency key opened before."""

    session: SessionView


@dataclass(frozen=True, slots=True)
class Refused:
    """Turned away by a limit. The refusal is recorded under `refusal_id`."""

    refusal_id: UUID
    reason: RefusalReason
    title: str
    detail: str
    licenses: int


def admit_session(db: Database, actor: Actor, wish: OpenRequest, now: datetime) -> Admitted | Refused:
    """Open a session if the limits allow it. Raises Invalid for a `remote` that cannot be shown, and Conflict for an
    idempotency key that opened something else."""
    checked_text("remote", wish.remote, "the name of the remote side")
    return db.write(lambda tx: _admit(tx, actor, wish, now))


def _admit(tx: Connection, actor: Actor, wish: OpenRequest, now: datetime) -> Admitted | Refused:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    before = _opened_before(tx, actor, wish, now)
    if before is not None:
        return Admitted(before)
    pair = _pair(actor)
    decision = decide(tx, account, pair, now)
    if isinstance(decision, TurnedAway):
        return _refuse(tx, account, actor, wish, decision.reason, now)
    if decision.taken and not take_license(tx, account.account_id, decision.number, pair, now):
        raise RuntimeError("a free license was taken while its account was held")
    return Admitted(_open(tx, account, actor, wish, decision.number, now))


def _open(
    tx: Connection, account: AccountState, actor: Actor, wish: OpenRequest, number: int, now: datetime
) -> SessionView:
    view = SessionView(
        id=new_id(),
        user_id=actor.user_id,
        device_id=actor.device_id or 0,
        kind=wish.kind,
        state=SessionState.ACTIVE,
        license=number,
        funding=Funding.LICENSE,
        remote=wish.remote.strip(),
        remote_address=wish.remote_address,
        user=actor.user_name,
        user_display_name=actor.display_name,
        device=actor.device_name or "",
        opened_at=now,
        lease_expires_at=lease_expiry(now, account.lease_seconds),
        renew_every_seconds=renew_every_seconds(account.lease_seconds),
    )
    tx.execute(insert(ClientSession), _values(account, actor, wish, view))
    return view


def _values(account: AccountState, actor: Actor, wish: OpenRequest, view: SessionView) -> dict[str, Any]:
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
        "revision": account.revision,
    }


def _opened_before(tx: Connection, actor: Actor, wish: OpenRequest, now: datetime) -> SessionView | None:
    if wish.idempotency_key is None:
        return None
    who = {"account": actor.account_id, "user": actor.user_id, "device": actor.device_id}
    row = tx.execute(_OPENED_BEFORE, {**who, "key": wish.idempotency_key}).first()
    if row is not None and (row.kind, row.remote, row.remote_address) != (
        wish.kind,
        wish.remote.strip(),
        wish.remote_address,
    ):
        raise Conflict("This Idempotency-Key has opened another session. Use a new key for a new session.")
    return None if row is None else session_view(row, now)


def _refuse(
    tx: Connection,
    account: AccountState,
    actor: Actor,
    wish: OpenRequest,
    reason: RefusalReason,
    now: datetime,
) -> Refused:
    refusal_id = new_id()
    tx.execute(
        insert(Refusal).values(
            refusal_id=refusal_id,
            account_id=account.account_id,
            user_id=actor.user_id,
            device_id=actor.device_id,
            kind=wish.kind,
            remote=wish.remote.strip(),
            wish=wish.idempotency_key,
            reason=reason,
            licenses=account.licenses,
            own_limit=actor.own_limit,
            refused_at=now,
        )
    )
    owner = select(User.display_name).where(User.account_id == account.account_id, User.is_owner)
    text = explain(reason, account.licenses, actor.own_limit, tx.execute(owner).scalar_one())
    return Refused(refusal_id, reason, text.title, text.detail, account.licenses)


def _pair(actor: Actor) -> tuple[int, int]:
    if actor.device_id is None:
        raise ValueError("only a device opens sessions")
    return actor.user_id, actor.device_id
