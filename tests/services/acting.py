"""What the people of the tests do, in one word each, and what is stored afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from tests.support.cast import Seat, add_user, sign_in_on
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.states import Funding, SessionKind, SessionState
from webapp.models import ClientSession, License, LicenseHolding, Refusal, Termination, User
from webapp.services.admit_session import Admitted, OpenRequest, Refused, admit_session
from webapp.services.list_licenses import list_licenses
from webapp.services.steps.sessions import WAITING, SessionView
from webapp.services.steps.tokens import new_id
from webapp.services.visit_console import visit_console

LEASE = timedelta(seconds=90)
NOTICE = timedelta(seconds=30)
A_MOMENT = timedelta(microseconds=1)


def wish(remote: str = "SRV-DB-02", key: str | None = None) -> OpenRequest:
    """A wish for an unattended session."""
    return OpenRequest(SessionKind.UNATTENDED, remote, None, key)


def opened(
    db: Database, seat: Seat, now: datetime, remote: str = "SRV-DB-02", key: str | None = None
) -> SessionView:
    """Open a session that must get in."""
    answer = admit_session(db, seat.actor, wish(remote, key), now)
    assert isinstance(answer, Admitted), answer
    return answer.session


def refused(db: Database, seat: Seat, now: datetime, remote: str = "SRV-DB-02") -> Refused:
    """Ask for a session that must be refused."""
    answer = admit_session(db, seat.actor, wish(remote), now)
    assert isinstance(answer, Refused), answer
    return answer


def seats(db: Database, count: int) -> list[Seat]:
    """More devices of ben's, signed in."""
    return [sign_in_on(db, r"acme\ben", f"seat-{n}", f"SEAT-{n}") for n in range(1, count + 1)]


def one_seat_of_own_limit(db: Database, limit: int, devices: int) -> list[Seat]:
    """The devices of dora, a user with a limit of her own."""
    add_user(db, "dora", "Dora Lund", own_limit=limit)
    return [sign_in_on(db, r"acme\dora", f"dora-{n}", f"DORA-{n}") for n in range(1, devices + 1)]


def with_rights(actor: Actor, *rights: Right) -> Actor:
    """The same person with these rights alone."""
    return replace(actor, rights=frozenset(rights), is_domain_admin=False, is_owner=False)


def stored_session(db: Database, session_id: UUID) -> Row[Any]:
    """A session's row."""
    with db.read() as tx:
        return tx.execute(select(ClientSession).where(ClientSession.session_id == session_id)).one()


def terminations(db: Database, session_id: UUID) -> list[Row[Any]]:
    """The terminations of a session, in the order in which they were asked for."""
    query = select(Termination).where(Termination.session_id == session_id).order_by(Termination.requested_at)
    with db.read() as tx:
        return list(tx.execute(query))


def termination(db: Database, session_id: UUID) -> Row[Any]:
    """The only termination of a session."""
    (row,) = terminations(db, session_id)
    return row


def holdings(db: Database) -> list[tuple[int, int, datetime, datetime | None]]:
    """Who held which license: number, device, since, until; in order of time."""
    query = select(
        LicenseHolding.number, LicenseHolding.device_id, LicenseHolding.held_since, LicenseHolding.released_at
    ).order_by(LicenseHolding.held_since, LicenseHolding.number)
    with db.read() as tx:
        return [(row.number, row.device_id, row.held_since, row.released_at) for row in tx.execute(query)]


def refusals(db: Database) -> list[Row[Any]]:
    """All refusals, in order of time."""
    with db.read() as tx:
        return list(tx.execute(select(Refusal).order_by(Refusal.refused_at, Refusal.refusal_id)))


def license_rows(db: Database, account_id: int) -> dict[int, int | None]:
    """The licenses of an account as stored: by number, the device that holds each."""
    query = (
        select(License.number, License.device_id)
        .where(License.account_id == account_id)
        .order_by(License.number)
    )
    with db.read() as tx:
        return {row.number: row.device_id for row in tx.execute(query)}


def in_use(db: Database, actor: Actor, now: datetime) -> tuple[int, ...]:
    """The numbers of the licenses that are held now."""
    return tuple(holder.license for holder in list_licenses(db, actor, now).holders)


def insert_session(db: Database, seat: Seat, state: SessionState, now: datetime, number: int | None) -> UUID:
    """Store a session of a kind that nothing opens yet; `number` is a license that the pair holds."""
    session_id = new_id()
    values = {
        "session_id": session_id,
        "account_id": seat.actor.account_id,
        "user_id": seat.actor.user_id,
        "device_id": seat.actor.device_id,
        "kind": SessionKind.SUPPORT,
        "state": state,
        "expires_at": now + timedelta(hours=24) if state in WAITING else None,
        "paused_at": now if state is SessionState.PAUSED else None,
        "funding": None if number is None else Funding.LICENSE,
        "license_number": number,
        "remote": "SRV-DB-02",
        "opened_at": now,
        "lease_expires_at": now + LEASE,
        "revision": 0,
    }
    db.write(lambda tx: tx.execute(insert(ClientSession), values))
    return session_id


def browser_actor(database: Database, token: str, now: datetime) -> Actor | None:
    """Who may use the console with this token: nobody who has something to do first."""
    visit = visit_console(database, token, now)
    return visit.actor if visit and visit.duty is None else None


def disable(db: Database, actor: Actor, now: datetime) -> None:
    """Disable a user."""
    db.write(lambda tx: tx.execute(update(User).where(User.user_id == actor.user_id).values(disabled_at=now)))
