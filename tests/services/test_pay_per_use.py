"""Sessions that run on pay per use: charged by started minutes, moved onto licenses, given notice."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.services.acting import (
    A_MOMENT,
    NOTICE,
    holdings,
    opened,
    refused,
    stored_session,
    termination,
    terminations,
)
from tests.services.paying import (
    MINUTE,
    assert_exact,
    close,
    entries,
    open_support,
    set_terms,
    set_user_terms,
    under_notice,
    used,
)
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes, minutes_left
from tests.web.staging import keep
from webapp.db import Database
from webapp.domain.errors import Conflict, Forbidden
from webapp.domain.ppu import EntryKind, PpuConsent
from webapp.domain.states import (
    ClosedBy,
    EndReason,
    Funding,
    RefusalReason,
    SessionHappening,
    SessionKind,
    SessionState,
)
from webapp.services.add_minutes import add_minutes
from webapp.services.admit_session import Admitted, OpenRequest, PpuQuestion, Refused, admit_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.pause_session import pause_session
from webapp.services.renew_leases import renew_device_leases
from webapp.services.resume_session import Resumed, resume_session
from webapp.services.set_licenses import set_licenses
from webapp.services.set_ppu import set_ppu
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions


@pytest.fixture(autouse=True)
def only_minutes(database: Database, clock: FrozenClock) -> None:
    """acme has no license, and pay per use is on."""
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 0)


def sweep(db: Database, clock: FrozenClock, seconds: float = 0) -> None:
    """Let time pass, and the job look."""
    finalise_overdue_sessions(db, clock.advance(seconds))


def test_an_account_without_licenses_runs_on_minutes_alone(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 3)

    session = opened(database, cast.ben.desk, clock.now())

    assert (session.funding, session.license, minutes_left(database)) == (Funding.PPU, None, 2)
    assert_exact(database)


def test_without_a_minute_it_is_the_accounts_limit(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    answer = refused(database, cast.ben.desk, clock.now())

    assert answer.reason is RefusalReason.ACCOUNT_LIMIT
    assert "minutes are used up" in answer.detail


def test_started_minutes_count(database: Database, cast: Cast, clock: FrozenClock) -> None:
    give_minutes(database, 10)
    session = opened(database, cast.ben.desk, clock.now())
    close(database, cast.ben.desk, session, clock.advance(MINUTE))
    assert minutes_left(database) == 9, "exactly a minute is one minute"

    session = opened(database, cast.ben.desk, clock.now())
    close(database, cast.ben.desk, session, clock.advance(MINUTE + 0.001))

    assert minutes_left(database) == 7
    assert_exact(database)


def test_each_session_of_a_pair_is_charged(database: Database, cast: Cast, clock: FrozenClock) -> None:
    give_minutes(database, 10)
    opened(database, cast.ben.desk, clock.now())
    opened(database, cast.ben.desk, clock.now())

    sweep(database, clock, MINUTE + 1)

    assert minutes_left(database) == 6


def test_the_sweep_charges_by_itself_and_without_it_the_answer_is_the_same(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 100)
    swept = opened(database, cast.ben.desk, clock.now())
    for _ in range(8):
        sweep(database, clock, 15)
        renew_device_leases(database, cast.ben.desk.actor, clock.now())
    charged_by_sweeps = [at - swept.opened_at for at in used(database, swept.id)]
    close(database, cast.ben.desk, swept, clock.now())

    unswept = opened(database, cast.ben.desk, clock.now())
    keep(database, cast.ben.desk, clock, 120)
    close(database, cast.ben.desk, unswept, clock.now())

    assert [at - unswept.opened_at for at in used(database, unswept.id)] == charged_by_sweeps
    assert_exact(database)


def test_a_crash_is_charged_until_its_lease_ran_out(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 100)
    session = opened(database, cast.ben.desk, clock.now())

    sweep(database, clock, 3600)

    assert [(at - session.opened_at).total_seconds() for at in used(database, session.id)] == [0, 60]
    assert stored_session(database, session.id).end_reason is EndReason.LEASE_LAPSED


def test_a_session_that_cannot_be_paid_gets_notice_that_is_not_charged(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 1)
    session = opened(database, cast.ben.desk, clock.now())

    sweep(database, clock, MINUTE + 1)

    row = stored_session(database, session.id)
    assert (row.state, row.ends_for, row.ends_at) == (
        SessionState.ENDING,
        EndReason.PPU_USED_UP,
        clock.now() + NOTICE,
    )
    asked = termination(database, session.id)
    assert (asked.requested_by, asked.reason) == (None, "the pay-per-use minutes are used up")
    renew_device_leases(database, cast.ben.desk.actor, clock.now())
    sweep(database, clock, 30)
    over = stored_session(database, session.id)
    assert (over.state, over.end_reason, over.ended_at) == (
        SessionState.ENDED,
        EndReason.PPU_USED_UP,
        clock.now(),
    )
    assert termination(database, session.id).closed_by is ClosedBy.DEADLINE
    assert minutes_left(database) == 0
    assert_exact(database)


def test_minutes_that_are_added_take_the_notice_back(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 1)
    session = opened(database, cast.ben.desk, clock.now())
    sweep(database, clock, MINUTE + 1)

    balance = add_minutes(database, "acme", 2, None, clock.advance(10))

    row = stored_session(database, session.id)
    assert (row.state, balance, row.ppu_paid_until) == (
        SessionState.ACTIVE,
        1,
        clock.now() + timedelta(minutes=1),
    )
    taken_back = termination(database, session.id)
    assert (taken_back.taken_back_at, taken_back.taken_back_by) == (clock.now(), None)
    assert used(database, session.id) == [session.opened_at, clock.now()]
    assert_exact(database)


def test_a_license_takes_the_notice_back(database: Database, cast: Cast, clock: FrozenClock) -> None:
    give_minutes(database, 1)
    session = opened(database, cast.ben.desk, clock.now())
    sweep(database, clock, MINUTE + 1)

    set_licenses(database, "acme", 1, clock.advance(5))

    row = stored_session(database, session.id)
    assert (row.state, row.funding, row.license_number, row.ppu_since) == (
        SessionState.ACTIVE,
        Funding.LICENSE,
        1,
        None,
    )
    assert termination(database, session.id).taken_back_by is None
    assert_exact(database)


def test_nobody_takes_that_notice_back_by_hand(database: Database, cast: Cast, clock: FrozenClock) -> None:
    give_minutes(database, 1)
    session = opened(database, cast.ben.desk, clock.now())
    sweep(database, clock, MINUTE + 1)

    with pytest.raises((Conflict, Forbidden)):
        take_back_termination(database, cast.ana.actor, session.id, clock.now())

    assert under_notice(stored_session(database, session.id))


def test_a_session_that_nobody_joined_is_over_when_it_cannot_be_paid(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 1)
    session = open_support(database, cast.ben.desk, clock.now())

    sweep(database, clock, MINUTE + 7)

    row = stored_session(database, session.id)
    moment = session.opened_at + timedelta(minutes=1)
    assert (row.state, row.end_reason, row.ended_at) == (SessionState.ENDED, EndReason.PPU_USED_UP, moment)
    asked = termination(database, session.id)
    assert (asked.closed_by, asked.closed_at, asked.takes_effect_at) == (ClosedBy.AT_ONCE, moment, moment)
    assert_exact(database)


def test_one_that_is_over_for_want_of_minutes_does_not_count_for_its_users_limit(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_user_terms(database, "ben", own_limit=1)
    give_minutes(database, 1)
    open_support(database, cast.ben.desk, clock.now())

    answer = refused(database, cast.ben.laptop, clock.advance(MINUTE + 1))

    assert answer.reason is RefusalReason.ACCOUNT_LIMIT


def test_two_standing_by_on_the_last_minute_the_first_that_needs_it_gets_it(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 3)
    first = opened(database, cast.ben.desk, clock.now())
    second = opened(database, cast.cleo.desk, clock.advance(1))

    sweep(database, clock, MINUTE + 5)

    assert [len(used(database, session.id)) for session in (first, second)] == [2, 1]
    assert [under_notice(stored_session(database, s.id)) for s in (first, second)] == [False, True]


def test_the_longest_on_minutes_moves_onto_a_license_that_becomes_free_and_pays_no_more(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 100)
    holder = opened(database, cast.ana.desk, clock.now())
    longest = opened(database, cast.ben.desk, clock.advance(1))
    second = opened(database, cast.cleo.desk, clock.advance(1))

    close(database, cast.ana.desk, holder, clock.advance(10))
    keep(database, cast.ben.desk, clock, 120)
    sweep(database, clock)

    row = stored_session(database, longest.id)
    assert (row.funding, row.license_number) == (Funding.LICENSE, 1)
    assert used(database, longest.id) == [longest.opened_at]
    assert stored_session(database, second.id).funding is Funding.PPU
    assert_exact(database)


def test_a_license_whose_lease_ran_out_is_moved_onto_as_of_that_moment(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 100)
    crashed = opened(database, cast.ana.desk, clock.now())
    session = opened(database, cast.ben.desk, clock.advance(40))
    keep(database, cast.ben.desk, clock, 120)

    sweep(database, clock)

    assert used(database, session.id) == [session.opened_at], (
        "its second minute began after the license was free"
    )
    assert holdings(database) == [
        (1, cast.ana.desk.actor.device_id, crashed.opened_at, crashed.lease_expires_at),
        (1, cast.ben.desk.actor.device_id, crashed.lease_expires_at, None),
    ]
    assert_exact(database)


def test_a_license_passes_through_hands_that_are_gone_by_now(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 100)
    first = opened(database, cast.ana.desk, clock.now())
    between = opened(database, cast.ben.desk, clock.advance(10))
    last = opened(database, cast.cleo.desk, clock.advance(10))
    keep(database, cast.cleo.desk, clock, 120)

    sweep(database, clock)

    assert [held[2:] for held in holdings(database)] == [
        (first.opened_at, first.lease_expires_at),
        (first.lease_expires_at, between.lease_expires_at),
        (between.lease_expires_at, None),
    ]
    assert stored_session(database, between.id).funding is Funding.LICENSE
    assert stored_session(database, last.id).license_number == 1
    assert [len(used(database, session.id)) for session in (between, last)] == [2, 2]
    assert_exact(database)


def test_a_license_that_is_free_takes_all_sessions_of_the_pair_along(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 100)
    both = [opened(database, cast.ben.desk, clock.now()) for _ in range(2)]

    set_licenses(database, "acme", 1, clock.advance(1))

    assert [stored_session(database, session.id).holds_license for session in both] == [1, 1]
    assert_exact(database)


def test_nobody_moves_while_more_licenses_are_held_than_there_are(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 2, clock.now())
    give_minutes(database, 100)
    first = opened(database, cast.ana.desk, clock.now())
    opened(database, cast.ana.laptop, clock.now())
    session = opened(database, cast.ben.desk, clock.advance(1))
    set_licenses(database, "acme", 1, clock.advance(1))

    close(database, cast.ana.desk, first, clock.advance(1))

    assert stored_session(database, session.id).funding is Funding.PPU
    assert_exact(database)


def test_one_that_is_being_ended_moves_and_still_ends(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 100)
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.advance(1))

    set_licenses(database, "acme", 1, clock.advance(1))

    row = stored_session(database, session.id)
    assert (row.state, row.ends_for, row.holds_license) == (SessionState.ENDING, EndReason.TERMINATED, 1)
    sweep(database, clock, 30)
    assert_exact(database)


def test_one_that_is_being_ended_anyway_gets_no_second_notice(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 1)
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.advance(50))

    sweep(database, clock, 15)

    assert len(terminations(database, session.id)) == 1


def test_turned_off_it_ends_with_the_paid_minute_and_notice(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 100)
    session = opened(database, cast.ben.desk, clock.now())
    set_ppu(database, "acme", clock.advance(1), is_on=False, expires=None)
    assert not under_notice(stored_session(database, session.id))

    sweep(database, clock, MINUTE)

    assert under_notice(stored_session(database, session.id))
    assert termination(database, session.id).reason == "pay per use is off"
    set_ppu(database, "acme", clock.advance(1), is_on=True, expires=None)
    assert not under_notice(stored_session(database, session.id))
    assert_exact(database)


def test_a_cap_a_day_turns_away_and_begins_anew_at_midnight_of_the_account(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 100)
    set_terms(database, ppu_user_day_cap=2, time_zone="Europe/Ljubljana")
    clock.advance((clock.now().replace(hour=22, minute=58) - clock.now()).total_seconds())
    session = opened(database, cast.ben.desk, clock.now())
    sweep(database, clock, MINUTE + 1)
    assert "used their pay-per-use minutes of today" in refused(database, cast.ben.laptop, clock.now()).detail

    renew_device_leases(database, cast.ben.desk.actor, clock.now())
    sweep(database, clock, MINUTE)

    assert len(used(database, session.id)) == 3, "the third minute is one of the next day"


def test_a_users_own_cap_comes_before_that_of_everybody(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 100)
    set_terms(database, ppu_user_day_cap=0)
    set_user_terms(database, "ben", ppu_day_cap=1)

    opened(database, cast.ben.desk, clock.now())

    refused(database, cast.ben.laptop, clock.now())
    refused(database, cast.cleo.desk, clock.now())


@pytest.mark.parametrize(
    ("account", "own", "asked"),
    [
        (PpuConsent.ASK, None, True),
        (PpuConsent.ASK, PpuConsent.TELL, False),
        (PpuConsent.TELL, PpuConsent.ASK, True),
        (PpuConsent.TELL, None, False),
    ],
)
def test_a_yes_is_wanted_first_where_the_account_or_the_user_says_so(
    database: Database,
    cast: Cast,
    clock: FrozenClock,
    account: PpuConsent,
    own: PpuConsent | None,
    asked: bool,
) -> None:
    give_minutes(database, 5, consent=account)
    set_user_terms(database, "ben", ppu_consent=own)

    answer = admit_session(database, cast.ben.desk.actor, wanted(None), clock.now())

    assert isinstance(answer, PpuQuestion if asked else Admitted)
    assert minutes_left(database) == (5 if asked else 4)


def wanted(accepts: bool | None) -> OpenRequest:
    return OpenRequest(SessionKind.UNATTENDED, "SRV-1", accept_ppu=accepts)


def test_a_yes_lets_in_and_a_no_is_a_refusal(database: Database, cast: Cast, clock: FrozenClock) -> None:
    give_minutes(database, 5, consent=PpuConsent.ASK)

    yes = admit_session(database, cast.ben.desk.actor, wanted(accepts=True), clock.now())
    no = admit_session(database, cast.cleo.desk.actor, wanted(accepts=False), clock.now())

    assert isinstance(yes, Admitted)
    assert isinstance(no, Refused)
    assert "were not wanted" in no.detail


def test_resumed_within_a_paid_minute_it_is_not_charged_again(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 5)
    session = opened(database, cast.ben.desk, clock.now())
    pause_session(database, cast.ben.actor, session.id, clock.advance(20))

    answer = resume_session(database, cast.ben.actor, session.id, None, clock.advance(20))

    assert isinstance(answer, Resumed)
    assert used(database, session.id) == [session.opened_at]
    sweep(database, clock, 21)
    assert used(database, session.id) == [session.opened_at, session.opened_at + timedelta(minutes=1)]
    assert_exact(database)


def test_a_pause_costs_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    give_minutes(database, 5)
    session = opened(database, cast.ben.desk, clock.now())
    pause_session(database, cast.ben.actor, session.id, clock.advance(20))
    sweep(database, clock, 600)

    resume_session(database, cast.ben.actor, session.id, None, clock.now())

    assert used(database, session.id) == [session.opened_at, clock.now()]
    assert_exact(database)


def test_a_clock_that_is_set_back_charges_no_minute_twice(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 50)
    session = opened(database, cast.ben.desk, clock.now())
    keep(database, cast.ben.desk, clock, 180)
    sweep(database, clock)
    before = used(database, session.id)

    clock.advance(-120)
    renew_device_leases(database, cast.ben.desk.actor, clock.now())
    sweep(database, clock)
    pause_session(database, cast.ben.actor, session.id, clock.advance(20))
    resume_session(database, cast.ben.actor, session.id, None, clock.advance(1))

    assert used(database, session.id) == before
    assert_exact(database)


def test_the_timeline_tells_what_paid(database: Database, cast: Cast, clock: FrozenClock) -> None:
    give_minutes(database, 50)
    session = opened(database, cast.ben.desk, clock.now())
    set_licenses(database, "acme", 1, clock.advance(1))

    with database.read() as tx:
        told = tx.execute(text("SELECT what, detail FROM session_events ORDER BY at")).all()

    assert [tuple(row) for row in told] == [
        (SessionHappening.ON_PPU, None),
        (SessionHappening.ON_LICENSE, "1"),
    ]
    assert session.funding is Funding.PPU


def test_a_renewal_finds_out_that_minutes_have_run_out_though_nothing_else_happens(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 1)
    session = opened(database, cast.ben.desk, clock.now())

    report = renew_device_leases(
        database, cast.ben.desk.actor, clock.advance(MINUTE + A_MOMENT.total_seconds())
    )

    assert [view.state for view in report.sessions] == [SessionState.ENDING]
    assert under_notice(stored_session(database, session.id))


@pytest.mark.parametrize("statement", ["UPDATE ppu_entries SET minutes = -1", "DELETE FROM ppu_entries"])
def test_nobody_changes_or_removes_what_the_ledger_holds(
    database: Database, cast: Cast, statement: str
) -> None:
    give_minutes(database, 5)

    with pytest.raises(DatabaseError, match="append only"):
        database.write(lambda tx: tx.execute(text(statement)))

    assert [entry.kind for entry in entries(database)] == [EntryKind.PURCHASE]
