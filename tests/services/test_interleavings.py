"""Two transactions, the first held open at its very end while the second comes: on two nodes of each database."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select

from tests.services.acting import (
    A_MOMENT,
    LEASE,
    in_use,
    one_seat_of_own_limit,
    opened,
    seats,
    stored_session,
    terminations,
    wish,
)
from tests.services.interleaving import Nodes, interleave
from tests.support.cast import LICENSES, Cast, Seat, password_of
from tests.support.clock import FrozenClock
from tests.support.databases import on_postgresql
from webapp.db import Database
from webapp.domain.errors import Conflict, Invalid, NotFound
from webapp.domain.states import EndReason, RefusalReason, SessionState
from webapp.models import Account, Device
from webapp.services.admit_session import Admitted, Refused, admit_session
from webapp.services.create_account import NewAccount, create_account
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.set_licenses import set_licenses
from webapp.services.set_up_installation import issue_setup_link, set_up_installation, setup_is_open
from webapp.services.sign_in_device import sign_in_device
from webapp.services.steps.sessions import SessionView
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions


def license_of(answer: object) -> int | None:
    assert isinstance(answer, Admitted), answer
    return answer.session.license


def reason_of(answer: object) -> RefusalReason:
    assert isinstance(answer, Refused), answer
    return answer.reason


def open_by(seat: Seat, now: datetime, key: str | None = None) -> Callable[[Database], object]:
    return lambda db: admit_session(db, seat.actor, wish(key=key), now)


@pytest.fixture
def last_one(nodes: Nodes, cast: Cast, clock: FrozenClock) -> SessionView:
    """All licenses but one are held; ben's session at his desk is the one whose lease runs out first."""
    session = opened(nodes.first, cast.ben.desk, clock.now())
    for seat in seats(nodes.first, LICENSES - 2):
        opened(nodes.first, seat, clock.advance(1))
    return session


@pytest.fixture
def full(nodes: Nodes, cast: Cast, clock: FrozenClock, last_one: SessionView) -> SessionView:
    """All licenses are held; ben's session at his desk is the one whose lease runs out first."""
    opened(nodes.first, cast.ana.desk, clock.advance(1))
    return last_one


def test_two_opens_for_the_last_license_one_gets_it(
    nodes: Nodes, cast: Cast, clock: FrozenClock, last_one: SessionView
) -> None:
    both = interleave(nodes, open_by(cast.cleo.desk, clock.now()), open_by(cast.ana.desk, clock.now()))

    assert (license_of(both.first), reason_of(both.second), both.had_to_wait) == (
        3,
        RefusalReason.ACCOUNT_LIMIT,
        True,
    )
    assert in_use(nodes.second, cast.ana.actor, clock.now()) == (1, 2, 3)


def test_two_opens_of_one_pair_share_one_license(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    both = interleave(nodes, open_by(cast.ben.desk, clock.now()), open_by(cast.ben.desk, clock.now()))

    assert (license_of(both.first), license_of(both.second)) == (1, 1)
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1,)


def test_two_devices_of_a_user_whose_own_limit_is_one_one_gets_in(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    one, two = one_seat_of_own_limit(nodes.first, limit=1, devices=2)

    both = interleave(nodes, open_by(one, clock.now()), open_by(two, clock.now()))

    assert (license_of(both.first), reason_of(both.second)) == (1, RefusalReason.USER_LIMIT)


def test_one_idempotency_key_raced_by_two_requests_opens_one_session(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    both = interleave(
        nodes, open_by(cast.ben.desk, clock.now(), "k-1"), open_by(cast.ben.desk, clock.now(), "k-1")
    )

    assert isinstance(both.first, Admitted)
    assert both.second == both.first


def test_a_renewal_that_comes_first_keeps_the_license_from_being_given_away(
    nodes: Nodes, cast: Cast, clock: FrozenClock, full: SessionView
) -> None:
    in_time, lapsed = full.lease_expires_at - A_MOMENT, full.lease_expires_at

    both = interleave(
        nodes,
        lambda db: renew_session_lease(db, cast.ben.desk.actor, full.id, in_time),
        open_by(cast.cleo.desk, lapsed),
    )

    assert isinstance(both.first, SessionView)
    assert (both.first.lease_expires_at, reason_of(both.second)) == (
        in_time + LEASE,
        RefusalReason.ACCOUNT_LIMIT,
    )
    assert in_use(nodes.first, cast.ana.actor, lapsed) == (1, 2, 3)


@pytest.mark.parametrize("whole_device", [False, True])
def test_a_renewal_that_comes_after_the_license_was_given_away_renews_nothing(
    nodes: Nodes, cast: Cast, clock: FrozenClock, full: SessionView, whole_device: bool
) -> None:
    in_time, lapsed = full.lease_expires_at - A_MOMENT, full.lease_expires_at

    def renew(db: Database) -> object:
        if whole_device:
            return [
                (s.state, s.end_reason)
                for s in renew_device_leases(db, cast.ben.desk.actor, in_time).sessions
            ]
        return renew_session_lease(db, cast.ben.desk.actor, full.id, in_time)

    both = interleave(nodes, open_by(cast.cleo.desk, lapsed), renew)

    assert license_of(both.first) == 1
    assert both.second == ([(SessionState.ENDED, EndReason.LEASE_LAPSED)] if whole_device else None)
    assert in_use(nodes.first, cast.ana.actor, lapsed) == (1, 2, 3)
    assert in_use(nodes.first, cast.cleo.actor, lapsed + LEASE - A_MOMENT) == (1,)


def test_a_renewal_held_while_the_sweep_comes_keeps_the_session(
    nodes: Nodes, cast: Cast, clock: FrozenClock, full: SessionView
) -> None:
    in_time, lapsed = full.lease_expires_at - A_MOMENT, full.lease_expires_at

    both = interleave(
        nodes,
        lambda db: renew_session_lease(db, cast.ben.desk.actor, full.id, in_time),
        lambda db: finalise_overdue_sessions(db, lapsed),
    )

    assert both.second == 0
    assert stored_session(nodes.first, full.id).state == SessionState.ACTIVE


def test_closing_the_last_session_while_its_pair_opens_another_leaves_it_on_a_license(
    nodes: Nodes, cast: Cast, clock: FrozenClock, full: SessionView
) -> None:
    both = interleave(
        nodes,
        lambda db: end_session(db, cast.ben.desk.actor, full.id, clock.now()),
        open_by(cast.ben.desk, clock.now()),
    )

    assert (both.first, license_of(both.second)) == ((1,), 1)
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1, 2, 3)


def test_opening_another_session_while_the_first_is_closed_keeps_the_license(
    nodes: Nodes, cast: Cast, clock: FrozenClock, full: SessionView
) -> None:
    both = interleave(
        nodes,
        open_by(cast.ben.desk, clock.now()),
        lambda db: end_session(db, cast.ben.desk.actor, full.id, clock.now()),
    )

    assert (license_of(both.first), both.second) == (1, ())
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1, 2, 3)


def test_who_opens_while_the_number_is_lowered_is_refused(
    nodes: Nodes, cast: Cast, clock: FrozenClock, last_one: SessionView
) -> None:
    both = interleave(
        nodes,
        lambda db: set_licenses(db, "acme", LICENSES - 1, clock.now()),
        open_by(cast.cleo.desk, clock.now()),
    )

    assert (both.first, reason_of(both.second)) == (LICENSES, RefusalReason.ACCOUNT_LIMIT)


def test_who_has_opened_when_the_number_is_lowered_is_not_thrown_out(
    nodes: Nodes, cast: Cast, clock: FrozenClock, last_one: SessionView
) -> None:
    both = interleave(
        nodes, open_by(cast.cleo.desk, clock.now()), lambda db: set_licenses(db, "acme", 1, clock.now())
    )

    assert (license_of(both.first), both.second) == (3, LICENSES)
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1, 2, 3)


@pytest.fixture
def deadline(nodes: Nodes, cast: Cast, clock: FrozenClock, full: SessionView) -> datetime:
    """When ben's session at his desk closes, as ana is ending it."""
    (result,) = terminate_sessions(nodes.first, cast.ana.actor, [full.id], None, clock.now())
    return result.ends_at


def test_a_take_back_just_in_time_keeps_the_session_from_the_sweep(
    nodes: Nodes, cast: Cast, full: SessionView, deadline: datetime
) -> None:
    both = interleave(
        nodes,
        lambda db: take_back_termination(db, cast.ana.actor, full.id, deadline - A_MOMENT),
        lambda db: finalise_overdue_sessions(db, deadline),
    )

    assert (both.first, both.second) == (None, 0)
    assert stored_session(nodes.first, full.id).state == SessionState.ACTIVE


def test_a_take_back_that_comes_after_the_sweep_is_too_late(
    nodes: Nodes, cast: Cast, full: SessionView, deadline: datetime
) -> None:
    both = interleave(
        nodes,
        lambda db: finalise_overdue_sessions(db, deadline),
        lambda db: take_back_termination(db, cast.ana.actor, full.id, deadline - A_MOMENT),
    )

    assert both.first == 1
    assert isinstance(both.second, Conflict)
    assert stored_session(nodes.first, full.id).end_reason == EndReason.TERMINATED


def test_two_people_who_end_one_session_at_once_set_one_deadline(
    nodes: Nodes, cast: Cast, clock: FrozenClock, full: SessionView
) -> None:
    both = interleave(
        nodes,
        lambda db: terminate_sessions(db, cast.ana.actor, [full.id], "first", clock.now()),
        lambda db: terminate_sessions(db, cast.cleo.actor, [full.id], "second", clock.now() + A_MOMENT),
    )

    assert both.second == both.first
    assert [row.reason for row in terminations(nodes.first, full.id)] == ["first"]


def test_two_sweeps_at_once_close_a_session_once(
    nodes: Nodes, cast: Cast, full: SessionView, deadline: datetime
) -> None:
    both = interleave(
        nodes,
        lambda db: finalise_overdue_sessions(db, deadline),
        lambda db: finalise_overdue_sessions(db, deadline),
    )

    assert (both.first, both.second) == (1, 0)


def test_two_first_sign_ins_on_one_device_make_one_device(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    def sign_in(name: str) -> Callable[[Database], object]:
        return lambda db: sign_in_device(
            db, rf"acme\{name}", password_of(name), "new-desk", "NEW-DESK", clock.now()
        )

    interleave(nodes, sign_in("ben"), sign_in("cleo"))

    with nodes.first.read() as tx:
        found = tx.execute(select(func.count()).where(Device.identifier == "new-desk")).scalar_one()
    assert found == 1


def new_account(domain: str = "initech") -> NewAccount:
    return NewAccount(domain, "", 1, "ida", "Ida Berg", f"ida@{domain}.example", "correct horse of ida")


def accounts(db: Database) -> list[str]:
    with db.read() as tx:
        return list(tx.execute(select(Account.domain).order_by(Account.domain)).scalars())


def test_two_posts_of_one_set_up_link_create_one_account(nodes: Nodes, clock: FrozenClock) -> None:
    token = issue_setup_link(nodes.first, clock.now()) or ""

    both = interleave(
        nodes,
        lambda db: set_up_installation(db, token, new_account(), clock.now()),
        lambda db: set_up_installation(db, token, new_account("globex"), clock.now()),
    )

    assert isinstance(both.second, NotFound)
    assert accounts(nodes.first) == ["initech"]


def test_a_link_issued_while_the_set_up_is_under_way_opens_nothing(nodes: Nodes, clock: FrozenClock) -> None:
    token = issue_setup_link(nodes.first, clock.now()) or ""

    both = interleave(
        nodes,
        lambda db: set_up_installation(db, token, new_account(), clock.now()),
        lambda db: issue_setup_link(db, clock.now()),
    )

    later = both.second if isinstance(both.second, str) else ""
    assert not setup_is_open(nodes.first, later)
    with pytest.raises(NotFound):
        set_up_installation(nodes.first, later, new_account("globex"), clock.now())


@on_postgresql
def test_two_posts_of_two_links_that_two_nodes_issued_at_once_create_one_account(
    nodes: Nodes, clock: FrozenClock
) -> None:
    links = interleave(
        nodes, lambda db: issue_setup_link(db, clock.now()), lambda db: issue_setup_link(db, clock.now())
    )

    both = interleave(
        nodes,
        lambda db: set_up_installation(db, str(links.first), new_account(), clock.now()),
        lambda db: set_up_installation(db, str(links.second), new_account("globex"), clock.now()),
    )

    assert isinstance(both.second, NotFound)
    assert accounts(nodes.first) == ["initech"]


def test_two_accounts_of_one_domain_at_once_one_is_created(nodes: Nodes, clock: FrozenClock) -> None:
    both = interleave(
        nodes,
        lambda db: create_account(db, new_account(), clock.now()),
        lambda db: create_account(db, new_account(), clock.now()),
    )

    assert isinstance(both.second, Invalid)
    assert (both.second.field, accounts(nodes.first)) == ("domain", ["initech"])
