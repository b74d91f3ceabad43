"""What the tests of pay per use share."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update

from tests.support.cast import Seat
from tests.support.minutes import minutes_left
from webapp.db import Database
from webapp.domain.ppu import A_MINUTE, EntryKind
from webapp.domain.states import EndReason, Funding, SessionKind
from webapp.models import Account, ClientSession, License, LicenseHolding, PpuEntry, User
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.end_session import end_session
from webapp.services.steps.sessions import SessionView

MINUTE = A_MINUTE.total_seconds()


def entries(db: Database, kind: EntryKind | None = None) -> list[Row[Any]]:
    """The ledger, oldest first."""
    query = select(PpuEntry).order_by(PpuEntry.account_id, PpuEntry.number)
    with db.read() as tx:
        return [row for row in tx.execute(query) if kind in (None, row.kind)]


def used(db: Database, session_id: UUID) -> list[datetime]:
    """When the minutes began that a session was charged."""
    return sorted(entry.at for entry in entries(db, EntryKind.USE) if entry.session_id == session_id)


def set_terms(db: Database, **values: Any) -> None:
    """Set columns of acme's pay per use as they are, with nothing else."""
    terms = update(Account).where(Account.domain == "acme").values(**values)
    db.write(lambda tx: tx.execute(terms))


def set_user_terms(db: Database, name: str, **values: Any) -> None:
    """The same for a user."""
    db.write(lambda tx: tx.execute(update(User).where(User.name == name).values(**values)))


def open_support(db: Database, seat: Seat, now: datetime) -> SessionView:
    """Issue a code for a support session that must get in."""
    answer = admit_session(db, seat.actor, OpenRequest(SessionKind.SUPPORT, ""), now)
    assert isinstance(answer, Admitted), answer
    return answer.session


def close(db: Database, seat: Seat, session: SessionView, now: datetime) -> None:
    """The client closes its session."""
    end_session(db, seat.actor, session.id, now)


def assert_exact(db: Database, *, time_went_on: bool = True) -> None:
    """The ledger adds up, no minute stands in it twice, and none belongs to a session that held a license then.

    When the clock was set back, a moment comes twice, and who held a license at it has two answers: then that is not asked.
    """
    found = [entry for entry in entries(db) if entry.account_id == 1]
    balance = 0
    for number, entry in enumerate(found, 1):
        balance += entry.minutes
        assert (entry.number, entry.balance) == (number, balance)
        assert balance >= 0
    assert minutes_left(db) == balance
    with db.read() as tx:
        assert tx.execute(select(Account.ppu_entries).where(Account.account_id == 1)).scalar_one() == len(
            found
        )
        sessions = {row.session_id: row for row in tx.execute(select(ClientSession))}
        held = list(tx.execute(select(LicenseHolding)))
    _assert_minutes_apart(found)
    for entry in found:
        if entry.kind is EntryKind.USE:
            session = sessions[entry.session_id]
            assert entry.user_id == session.user_id
            if not time_went_on:
                continue
            assert session.ended_at is None or entry.at < session.ended_at or entry.at == session.opened_at
            assert not [h for h in held if _held_by(h, session) and _within(entry.at, h)], "it held a license"
    assert_licenses_backed(db)


def _assert_minutes_apart(found: list[Row[Any]]) -> None:
    """No two minutes of a session overlap."""
    last: dict[UUID, datetime] = {}
    for entry in sorted((e for e in found if e.session_id), key=lambda e: e.at):
        before = last.get(entry.session_id)
        assert before is None or entry.at >= before + A_MINUTE, "a minute was charged twice"
        last[entry.session_id] = entry.at


def _held_by(holding: Row[Any], session: Row[Any]) -> bool:
    return (holding.user_id, holding.device_id) == (session.user_id, session.device_id)


def _within(at: datetime, holding: Row[Any]) -> bool:
    """A minute may begin at the very moment at which a license is taken or left: it began before, or begins after."""
    return holding.held_since < at and (holding.released_at is None or at < holding.released_at)


def assert_licenses_backed(db: Database) -> None:
    """Every license that is held has a session of its pair on it, and nobody pays while a license is free."""
    on_it = select(func.count()).where(
        ClientSession.account_id == License.account_id,
        ClientSession.user_id == License.user_id,
        ClientSession.device_id == License.device_id,
        ClientSession.holds_license == License.number,
    )
    query = select(License.number, License.user_id, on_it.scalar_subquery().label("sessions"))
    with db.read() as tx:
        licenses = tx.execute(query.where(License.account_id == 1)).all()
        on_ppu = tx.execute(
            select(func.count()).where(
                ClientSession.account_id == 1,
                ClientSession.funding == Funding.PPU,
                ClientSession.ended_at.is_(None),
            )
        ).scalar_one()
        number = tx.execute(select(Account.license_count).where(Account.account_id == 1)).scalar_one()
    assert all(row.sessions > 0 for row in licenses if row.user_id is not None), "a license is held by nobody"
    held = sum(row.user_id is not None for row in licenses)
    assert held >= number or on_ppu == 0, "somebody pays while a license is free"


def under_notice(session: Row[Any]) -> bool:
    """Whether a stored session has notice because it cannot be paid."""
    return session.ends_for is EndReason.PPU_USED_UP


def later(now: datetime, seconds: float) -> datetime:
    """A moment after another."""
    return now + timedelta(seconds=seconds)
