from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from tests.services.acting import opened, refused, seats
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.periods import Preset, preset_period
from webapp.domain.usage_curves import WorkingHours
from webapp.models import Account, ClientSession, LicenseHolding, Refusal, Termination
from webapp.services.end_session import end_session
from webapp.services.prune_history import prune_history
from webapp.services.renew_leases import renew_device_leases
from webapp.services.report_usage import report_usage
from webapp.services.terminate_sessions import terminate_sessions

A_DAY = 86_400


def keep(database: Database, days: int | None) -> None:
    database.write(lambda tx: tx.execute(update(Account).values(history_days=days)))


def stored(database: Database) -> list[int]:
    with database.read() as tx:
        tables = (ClientSession, Termination, Refusal, LicenseHolding)
        return [tx.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def a_day_of_work(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    for seat in seats(database, 2):
        opened(database, seat, clock.now())
    refused(database, cast.cleo.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    end_session(database, cast.ben.desk.actor, session.id, clock.advance(10))


def test_what_is_older_than_the_account_keeps_goes_and_the_sums_stay(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    keep(database, 7)
    a_day_of_work(database, cast, clock)
    clock.advance(8 * A_DAY)
    period = preset_period(Preset.DAYS_30, clock.now(), ZoneInfo("UTC"))
    before = report_usage(database, cast.ana.actor, period, WorkingHours(), clock.now())

    removed = prune_history(database, clock.now())

    after = report_usage(database, cast.ana.actor, period, WorkingHours(), clock.now())
    assert removed == 3
    assert stored(database) == [0, 0, 0, 0]
    assert (after.levels, after.peaks, after.heat) == (before.levels, before.peaks, before.heat)
    assert max(after.levels) == 3


def test_what_is_younger_stays(database: Database, cast: Cast, clock: FrozenClock) -> None:
    keep(database, 7)
    a_day_of_work(database, cast, clock)
    before = stored(database)

    prune_history(database, clock.advance(6 * A_DAY))

    assert stored(database) == before


def test_a_session_that_is_still_open_stays_however_long_ago_it_began(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    keep(database, 1)
    database.write(lambda tx: tx.execute(update(Account).values(lease_seconds=A_DAY)))
    session = opened(database, cast.ben.desk, clock.now())
    for _ in range(6):
        clock.advance(A_DAY / 2)
        renew_device_leases(database, cast.ben.desk.actor, clock.now())

    prune_history(database, clock.now())

    with database.read() as tx:
        assert tx.execute(select(ClientSession.session_id)).scalars().all() == [session.id]
        assert tx.execute(select(LicenseHolding.released_at)).scalars().all() == [None]


def test_without_a_limit_everything_is_kept(database: Database, cast: Cast, clock: FrozenClock) -> None:
    a_day_of_work(database, cast, clock)
    before = stored(database)

    removed = prune_history(database, clock.advance(4000 * A_DAY))

    assert removed == 0
    assert stored(database) == before
