from datetime import timedelta

import pytest

from tests.services.acting import (
    A_MOMENT,
    one_seat_of_own_limit,
    opened,
    refusals,
    refused,
    wish,
    with_rights,
)
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import NotFound
from webapp.domain.states import RefusalReason, SessionKind
from webapp.services.admit_session import OpenRequest, Refused, admit_session
from webapp.services.end_session import end_session
from webapp.services.explain_refusal import RefusalView, explain_refusal
from webapp.services.set_licenses import set_licenses
from webapp.services.steps.holders import HolderRow
from webapp.services.steps.sessions import SessionView
from webapp.services.view_usage import UsageQuery, view_usage

A_DAY = timedelta(days=1)


@pytest.fixture
def held(database: Database, cast: Cast, clock: FrozenClock) -> list[SessionView]:
    """All licenses are held."""
    return [opened(database, seat, clock.now()) for seat in (cast.ana.desk, cast.ana.laptop, cast.cleo.desk)]


def test_a_refusal_is_recorded_with_who_what_why_and_when(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    answer = admit_session(database, cast.ben.desk.actor, wish(" SRV-WEB-01 ", key="k-1"), clock.advance(7))

    assert isinstance(answer, Refused)
    (row,) = refusals(database)
    ben = cast.ben.desk.actor
    assert (row.refusal_id, row.account_id, row.user_id, row.device_id) == (
        answer.refusal_id, ben.account_id, ben.user_id, ben.device_id
    )  # fmt: skip
    assert (row.kind, row.remote, row.wish) == (SessionKind.UNATTENDED, "SRV-WEB-01", "k-1")
    assert (row.reason, row.licenses, row.own_limit) == (RefusalReason.ACCOUNT_LIMIT, LICENSES, None)
    assert row.refused_at == clock.now()


def test_the_refused_person_reads_what_was_refused_why_and_who_held_the_licenses(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    answer = refused(database, cast.ben.desk, clock.now(), "SRV-WEB-01")

    view = explain_refusal(database, cast.ben.actor, answer.refusal_id, clock.advance(1))

    assert view == RefusalView(
        id=answer.refusal_id, reason=RefusalReason.ACCOUNT_LIMIT, title=answer.title, detail=answer.detail,
        at=clock.advance(-1), device_name="BEN-DESK", user_display_name="Ben Okafor", mine=True, remote="SRV-WEB-01",
        owner_name="Ana Novak", owner_email="ana@acme.example", free_now=0,
        holders_then=(
            HolderRow(1, "Ana Novak", "ANA-DESK"),
            HolderRow(2, "Ana Novak", "ANA-LAPTOP"),
            HolderRow(3, "Cleo Marsh", "CLEO-DESK"),
        ),
    )  # fmt: skip


def test_who_held_the_licenses_then_stays_whatever_happens_later(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    answer = refused(database, cast.ben.desk, clock.advance(1))
    then = explain_refusal(database, cast.ana.actor, answer.refusal_id, clock.now()).holders_then
    end_session(database, cast.ana.desk.actor, held[0].id, clock.advance(1))
    opened(database, cast.ben.laptop, clock.advance(1))
    clock.advance(600)
    opened(database, cast.ben.desk, clock.now())

    later = explain_refusal(database, cast.ana.actor, answer.refusal_id, clock.now()).holders_then

    assert later == then


def test_what_had_lapsed_at_that_moment_did_not_hold_a_license(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    clock.advance(90)
    opened(database, cast.ana.desk, clock.now())

    answer = refused(database, cast.ben.desk, clock.now())

    holders = explain_refusal(database, cast.ben.actor, answer.refusal_id, clock.now()).holders_then
    assert holders == (HolderRow(1, "Ana Novak", "ANA-DESK"),)


def test_it_tells_that_a_license_is_free_now(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    answer = refused(database, cast.ben.desk, clock.now())
    until = clock.now() + (held[0].lease_expires_at - held[0].opened_at)

    free = [
        explain_refusal(database, cast.ben.actor, answer.refusal_id, moment).free_now
        for moment in (until - A_MOMENT, until)
    ]

    assert free == [0, LICENSES]


def test_a_lowered_number_does_not_make_less_than_nothing_free(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    answer = refused(database, cast.ben.desk, clock.now())

    view = explain_refusal(database, cast.ben.actor, answer.refusal_id, clock.now())

    assert view.free_now == 0


def test_a_refusal_by_the_own_limit_names_whom_to_ask(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, second = one_seat_of_own_limit(database, limit=1, devices=2)
    opened(database, first, clock.now())
    answer = refused(database, second, clock.now())

    view = explain_refusal(database, second.actor, answer.refusal_id, clock.now())

    assert (view.reason, view.free_now, view.owner_name) == (
        RefusalReason.USER_LIMIT,
        LICENSES - 1,
        "Ana Novak",
    )
    assert (view.title, view.detail) == (answer.title, answer.detail)


def test_who_may_not_view_the_domain_reads_ones_own_refusal_without_the_holders(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    answer = refused(database, cast.ben.desk, clock.now())
    ben = with_rights(cast.ben.actor, Right.VIEW_OWN)

    view = explain_refusal(database, ben, answer.refusal_id, clock.now())

    assert (view.mine, view.holders_then) == (True, ())


def test_who_may_not_view_the_domain_finds_no_refusal_of_somebody_else(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    answer = refused(database, cast.ben.desk, clock.now())

    with pytest.raises(NotFound):
        explain_refusal(
            database, with_rights(cast.cleo.actor, Right.VIEW_OWN), answer.refusal_id, clock.now()
        )


def test_the_overview_counts_the_refusals_of_the_last_24_hours_as_the_rights_say(
    database: Database, cast: Cast, clock: FrozenClock, held: list[SessionView]
) -> None:
    for seat in (cast.ben.desk, cast.ben.laptop, cast.cleo.laptop):
        refused(database, seat, clock.now())

    ben = with_rights(cast.ben.actor, Right.VIEW_OWN)
    within, after = clock.now() + A_DAY - A_MOMENT, clock.now() + A_DAY

    counts = [
        view_usage(database, who, UsageQuery(), moment).overview.refused_in_24_hours
        for moment in (within, after)
        for who in (cast.ana.actor, ben, cast.gus.actor)
    ]

    assert counts == [3, 2, 0, 0, 0, 0]


def test_a_wish_that_is_asked_again_and_again_counts_as_one_refusal(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    waiting = OpenRequest(SessionKind.UNATTENDED, "SRV-DB-02", idempotency_key="the same wish")
    for _ in range(3):
        admit_session(database, cast.ben.desk.actor, waiting, clock.advance(3))
    refused(database, cast.ben.desk, clock.now())

    overview = view_usage(database, cast.ana.actor, UsageQuery(), clock.now()).overview

    assert overview.refused_in_24_hours == 2
