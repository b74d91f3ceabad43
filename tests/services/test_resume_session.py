import pytest
from sqlalchemy import update

from tests.services.acting import (
    LEASE,
    in_use,
    one_seat_of_own_limit,
    opened,
    refusals,
    seats,
    stored_session,
)
from tests.services.pausing import A_DAY, not_resumed, paused, resumed, timeline
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes, minutes_left
from webapp.db import Database
from webapp.domain.errors import Conflict, NotFound
from webapp.domain.ppu import PpuConsent
from webapp.domain.states import Funding, RefusalReason, SessionHappening, SessionState
from webapp.models import Account
from webapp.services.explain_refusal import explain_refusal
from webapp.services.renew_leases import renew_session_lease
from webapp.services.resume_session import PpuQuestion, Resumed, resume_session
from webapp.services.set_licenses import set_licenses
from webapp.services.steps.sessions import SessionView


@pytest.fixture
def bens(database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """A paused session of ben's desk."""
    session = opened(database, cast.ben.desk, clock.now())
    return paused(database, cast.ben.desk, session, clock.now())


def hold_all(database: Database, clock: FrozenClock) -> None:
    """Others take every license."""
    for seat in seats(database, LICENSES):
        opened(database, seat, clock.now())


def test_a_resumed_session_is_on_a_license_with_a_new_lease(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    opened(database, cast.cleo.desk, clock.now())

    view = resumed(database, cast.ben.desk, bens, clock.advance(3600))

    assert (view.state, view.license, view.funding, view.expires_at, view.lease_expires_at) == (
        SessionState.ACTIVE,
        1,
        Funding.LICENSE,
        None,
        clock.now() + LEASE,
    )
    assert in_use(database, cast.ana.actor, clock.now()) == (1,)
    assert timeline(database, bens) == [
        SessionHappening.PAUSED,
        SessionHappening.RESUMED,
        SessionHappening.ON_LICENSE,
    ]
    assert renew_session_lease(database, cast.ben.desk.actor, bens.id, clock.now()) is not None


def test_it_comes_back_on_the_license_that_its_pair_holds(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    opened(database, cast.cleo.desk, clock.now())
    opened(database, cast.ben.desk, clock.now())
    set_licenses(database, "acme", 2, clock.now())

    assert resumed(database, cast.ben.desk, bens, clock.now()).license == 2


def test_refused_it_stays_paused_and_the_refusal_is_recorded_with_its_link(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    hold_all(database, clock)
    before = stored_session(database, bens.id)

    refusal = not_resumed(database, cast.ben.laptop, bens, clock.now())

    (row,) = refusals(database)
    assert (refusal.reason, row.refusal_id, row.wish, row.device_id) == (
        RefusalReason.ACCOUNT_LIMIT,
        refusal.refusal_id,
        str(bens.id),
        cast.ben.desk.actor.device_id,
    )
    assert stored_session(database, bens.id) == before
    assert explain_refusal(database, cast.ben.actor, refusal.refusal_id, clock.now()).remote == bens.remote


def test_ones_own_limit_counts_for_the_device_that_opened_it(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, second = one_seat_of_own_limit(database, limit=1, devices=2)
    session = opened(database, first, clock.now())
    paused(database, first, session, clock.now())
    opened(database, second, clock.now())

    assert not_resumed(database, second, session, clock.now()).reason is RefusalReason.USER_LIMIT


def test_it_is_resumed_by_its_user_alone(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    for stranger in (cast.ana.actor, cast.gus.actor):
        with pytest.raises(NotFound):
            resume_session(database, stranger, bens.id, None, clock.now())

    assert resume_session(database, cast.ben.actor, bens.id, None, clock.now()) == Resumed(
        resumed(database, cast.ben.laptop, bens, clock.now())
    )


def test_resuming_what_goes_on_changes_nothing(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    first = resumed(database, cast.ben.desk, bens, clock.now())
    before = stored_session(database, bens.id)

    again = resumed(database, cast.ben.desk, bens, clock.advance(1))

    assert (again, stored_session(database, bens.id)) == (first, before)


def test_one_that_has_expired_cannot_be_resumed(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    with pytest.raises(Conflict):
        resumed(database, cast.ben.desk, bens, clock.now() + A_DAY)


def test_who_holds_a_license_with_a_lapsed_lease_is_not_in_its_way(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    hold_all(database, clock)

    assert resumed(database, cast.ben.desk, bens, clock.now() + LEASE).license == 1


def test_without_a_free_license_it_is_resumed_on_pay_per_use(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    hold_all(database, clock)
    give_minutes(database, 10)

    view = resumed(database, cast.ben.desk, bens, clock.now())

    stored = stored_session(database, bens.id)
    assert (view.funding, view.license, stored.ppu_since) == (Funding.PPU, None, clock.now())
    assert minutes_left(database) == 9
    assert timeline(database, bens)[1:] == [SessionHappening.RESUMED, SessionHappening.ON_PPU]


def test_a_minute_that_was_paid_before_the_pause_is_not_paid_again(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 10)
    session = opened(database, cast.ben.desk, clock.now())
    left = [minutes_left(database)]

    for pause, pausing in ((20, 20), (10, 30), (5, 120)):
        paused(database, cast.ben.desk, session, clock.advance(pause))
        resumed(database, cast.ben.desk, session, clock.advance(pausing))
        left.append(minutes_left(database))

    assert left == [9, 9, 8, 7]


def test_somebody_has_to_say_yes_to_pay_per_use_where_the_account_asks(
    database: Database, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    hold_all(database, clock)
    give_minutes(database, 10, consent=PpuConsent.ASK)

    asked = resume_session(database, cast.ben.actor, bens.id, None, clock.now())
    declined = resume_session(database, cast.ben.actor, bens.id, accept_ppu=False, now=clock.now())
    state = stored_session(database, bens.id).state
    accepted = resume_session(database, cast.ben.actor, bens.id, accept_ppu=True, now=clock.now())

    assert asked == PpuQuestion(10)
    assert (type(declined).__name__, state, type(accepted).__name__) == (
        "Refused",
        SessionState.PAUSED,
        "Resumed",
    )


def test_the_time_to_expiry_is_the_accounts_setting(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    database.write(lambda tx: tx.execute(update(Account).values(paused_hours=2)))
    session = opened(database, cast.ben.desk, clock.now())

    view = paused(database, cast.ben.desk, session, clock.now())

    assert view.expires_at == clock.now() + A_DAY / 12
