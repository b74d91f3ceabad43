from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Forbidden
from webapp.domain.periods import Preset, preset_period
from webapp.domain.usage_curves import WorkingHours
from webapp.models import AuditEntry, ClientSession, Device, User
from webapp.services.disable_users import disable_users
from webapp.services.enable_users import enable_users
from webapp.services.end_session import end_session
from webapp.services.erase_users import erase_users
from webapp.services.report_usage import report_usage
from webapp.services.steps.user_actions import ActionDone, LeftOut


@pytest.fixture
def ben_has_gone(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now(), remote="BENS-HOME-PC")
    end_session(database, cast.ben.desk.actor, session.id, clock.advance(60))
    disable_users(database, cast.ana.actor, ["ben"], clock.advance(1))


def all_text(database: Database) -> str:
    """Whatever is stored of users, devices and sessions."""
    with database.read() as tx:
        rows = [*tx.execute(select(User)), *tx.execute(select(Device)), *tx.execute(select(ClientSession))]
    return " ".join(str(tuple(row)) for row in rows).lower()


@pytest.mark.usefixtures("ben_has_gone")
def test_nothing_names_them_any_more(database: Database, cast: Cast, clock: FrozenClock) -> None:
    (called,) = erase_users(database, cast.ana.actor, ["ben"], clock.now()).users

    assert called == f"erased-{cast.ben.actor.user_id}"
    assert "ben" not in all_text(database)


@pytest.mark.usefixtures("ben_has_gone")
def test_totals_stay_right(database: Database, cast: Cast, clock: FrozenClock) -> None:
    period = preset_period(Preset.TODAY, clock.now(), ZoneInfo("UTC"))
    before = report_usage(database, cast.ana.actor, period, WorkingHours(), clock.now())

    erase_users(database, cast.ana.actor, ["ben"], clock.now())

    after = report_usage(database, cast.ana.actor, period, WorkingHours(), clock.now())
    assert after.levels == before.levels
    assert [share.seconds for share in after.users] == [60.0]
    assert [share.name for share in after.users] == [f"Erased user {cast.ben.actor.user_id}"]


@pytest.mark.usefixtures("ben_has_gone")
def test_the_audit_trail_tells_that_it_was_done_and_names_nobody_anew(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    (called,) = erase_users(database, cast.ana.actor, ["ben"], clock.now()).users

    with database.read() as tx:
        entry = tx.execute(select(AuditEntry).where(AuditEntry.action == "erase user")).one()
    assert (entry.subject, entry.before, entry.after) == (f"user {called}", None, None)


def test_a_user_who_is_not_disabled_is_left_out(database: Database, cast: Cast, clock: FrozenClock) -> None:
    before = all_text(database)

    done = erase_users(database, cast.ana.actor, ["ben"], clock.now())

    assert done == ActionDone((), (LeftOut("ben", "is not disabled: disable them first"),))
    assert all_text(database) == before


def test_a_user_whose_session_is_not_over_is_left_out(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    disable_users(database, cast.ana.actor, ["ben"], clock.now())

    done = erase_users(database, cast.ana.actor, ["ben"], clock.now())

    assert done == ActionDone((), (LeftOut("ben", "still has a session that is not over"),))


@pytest.mark.usefixtures("ben_has_gone")
def test_an_erased_user_cannot_be_enabled_or_erased_again(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    (called,) = erase_users(database, cast.ana.actor, ["ben"], clock.now()).users

    enabled = enable_users(database, cast.ana.actor, [called], clock.now())
    again = erase_users(database, cast.ana.actor, [called], clock.now())

    assert (enabled.left_out, again.left_out) == ((LeftOut(called, "was erased"),),) * 2


def test_a_device_that_a_colleague_uses_too_keeps_its_name(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    disable_users(database, cast.ana.actor, ["ben"], clock.now())

    erase_users(database, cast.ana.actor, ["ben"], clock.now())

    assert "cleo-desk" in all_text(database)


@pytest.mark.usefixtures("ben_has_gone")
def test_only_domain_admins_erase(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(Forbidden):
        erase_users(database, cast.cleo.actor, ["ben"], clock.now())
