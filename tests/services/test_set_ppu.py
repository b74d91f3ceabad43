"""Pay per use is turned on and off, and has a last day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.services.acting import opened, refused
from tests.services.paying import set_terms
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes
from webapp.db import Database
from webapp.domain.errors import Invalid, NotFound
from webapp.domain.states import Funding
from webapp.models import Account
from webapp.services.describe_account import describe_account
from webapp.services.list_audit import AuditQuery, list_audit
from webapp.services.set_licenses import set_licenses
from webapp.services.set_ppu import PpuState, set_ppu


def expires_at(db: Database) -> datetime | None:
    with db.read() as tx:
        return tx.execute(select(Account.ppu_expires_at).where(Account.domain == "acme")).scalar_one()


def test_it_is_on_through_its_last_day_in_the_accounts_time_zone(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_terms(database, time_zone="Europe/Ljubljana")

    state = set_ppu(database, "acme", clock.now(), is_on=True, expires="2026-03-29")

    assert state == PpuState(True, date(2026, 3, 29))
    assert expires_at(database) == datetime(2026, 3, 29, 22, 0, tzinfo=UTC), (
        "the day on which clocks go forward"
    )


def test_what_is_not_given_stays(database: Database, cast: Cast, clock: FrozenClock) -> None:
    set_ppu(database, "acme", clock.now(), is_on=True, expires="2026-03-29")

    assert set_ppu(database, "acme", clock.now(), is_on=False, expires=None) == PpuState(
        False, date(2026, 3, 29)
    )
    assert set_ppu(database, "acme", clock.now(), is_on=None, expires="never") == PpuState(False, None)
    assert [
        (e.before, e.after)
        for e in list_audit(database, cast.ana.actor, AuditQuery(search="pay per use")).entries
    ] == [
        ({"last day": "2026-03-29"}, {"last day": "never"}),
        ({"pay per use": True}, {"pay per use": False}),
        ({"last day": "never", "pay per use": False}, {"last day": "2026-03-29", "pay per use": True}),
    ]


def test_after_its_last_day_nobody_gets_in_on_minutes(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 10)
    set_ppu(database, "acme", clock.now(), is_on=None, expires=str(clock.now().date()))
    assert opened(database, cast.ben.desk, clock.now()).funding is Funding.PPU

    clock.advance(timedelta(days=1).total_seconds())

    assert "pay per use has expired" in refused(database, cast.cleo.desk, clock.now()).detail


@pytest.mark.parametrize("expires", ["2026-02-30", "soon", "", "0001-01-01", "9999-12-31"])
def test_a_last_day_is_a_day(database: Database, cast: Cast, clock: FrozenClock, expires: str) -> None:
    with pytest.raises(Invalid):
        set_ppu(database, "acme", clock.now(), is_on=True, expires=expires)


def test_something_has_to_change_in_some_account(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(Invalid, match="--on, --off or --expires"):
        set_ppu(database, "acme", clock.now(), is_on=None, expires=None)
    with pytest.raises(NotFound):
        set_ppu(database, "initech", clock.now(), is_on=True, expires=None)


def test_an_account_is_described(database: Database, cast: Cast, clock: FrozenClock) -> None:
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 10)
    set_ppu(database, "acme", clock.now(), is_on=None, expires="2026-03-29")
    for seat in (cast.ana.desk, cast.ben.desk):
        opened(database, seat, clock.now())

    found = describe_account(database, "Acme", clock.now())

    assert (found.domain, found.owner, found.licenses, found.in_use) == ("acme", "ana", 1, 1)
    assert (found.ppu_is_on, found.ppu_last_day, found.ppu_has_expired) == (True, date(2026, 3, 29), False)
    assert (found.ppu_minutes, found.on_ppu) == (9, 1)
    with pytest.raises(NotFound):
        describe_account(database, "initech", clock.now())
