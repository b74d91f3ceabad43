from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.services.acting import browser_actor
from tests.services.interleaving import Nodes
from tests.services.second_steps import audit_length, audited
from tests.support.cast import Cast, add_user, sign_in_at_console
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.sign_in import Duty, NotSignedIn, Obstacle
from webapp.models import User
from webapp.services.issue_password_link import issue_password_link
from webapp.services.set_password import (
    LinkedUser,
    change_password,
    set_password_by_link,
    user_of_link,
)
from webapp.services.sign_in_device import device_actor, sign_in_device
from webapp.services.sign_in_user import SignedIn, sign_in_user
from webapp.services.visit_console import visit_console

NEW = "seven green parrots"
HERE = "192.0.2.1"


def signs_in(db: Database, login: str, password: str, clock: FrozenClock) -> bool:
    """Whether this password signs in."""
    return isinstance(sign_in_user(db, login, password, HERE, "Test browser", clock.now()), SignedIn)


def must_change(db: Database, name: str) -> None:
    """Mark a user."""
    this = update(User).where(User.name == name).values(must_change_password=True)
    db.write(lambda tx: tx.execute(this))


def test_a_link_sets_a_password_once(database: Database, cast: Cast, clock: FrozenClock) -> None:
    token, now = issue_password_link(database, cast.ana.actor, "ben", clock.now()), clock.now()

    assert user_of_link(database, token, now) == LinkedUser(r"\\acme\ben", "Ben Okafor")
    set_password_by_link(database, token, NEW, HERE, now)

    assert signs_in(database, cast.ben.login, NEW, clock)
    assert not signs_in(database, cast.ben.login, cast.ben.password, clock)
    with pytest.raises(NotFound):
        user_of_link(database, token, now)
    with pytest.raises(NotFound):
        set_password_by_link(database, token, "another password", HERE, now)


def test_of_two_who_use_a_link_at_once_one_wins(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    token = issue_password_link(nodes.first, cast.ana.actor, "ben", clock.now())
    set_password_by_link(nodes.first, token, NEW, HERE, clock.now())

    with pytest.raises(NotFound):
        set_password_by_link(nodes.second, token, "another password", HERE, clock.now())


def test_a_link_lasts_a_day_and_the_next_one_replaces_it(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first = issue_password_link(database, cast.ana.actor, "ben", clock.now())
    second = issue_password_link(database, cast.ana.actor, "ben", clock.now())

    for token, late in ((first, timedelta(0)), (second, timedelta(hours=24)), ("wrong", timedelta(0))):
        with pytest.raises(NotFound):
            user_of_link(database, token, clock.now() + late)
    assert user_of_link(database, second, clock.now() + timedelta(hours=23, minutes=59)) is not None


def test_a_bad_password_does_not_use_the_link_up(database: Database, cast: Cast, clock: FrozenClock) -> None:
    token = issue_password_link(database, cast.ana.actor, "ben", clock.now())
    for bad in ("short", "password1", "ben@acme.example"):
        with pytest.raises(Invalid):
            set_password_by_link(database, token, bad, HERE, clock.now())

    set_password_by_link(database, token, NEW, HERE, clock.now())


def test_a_link_signs_every_browser_out_and_devices_only_when_asked_to(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    now = clock.now()
    for devices in (False, True):
        token = issue_password_link(database, cast.ana.actor, "ben", now)
        set_password_by_link(database, token, NEW, HERE, now, devices=devices)

        assert visit_console(database, cast.ben.browser_token, now) is None
        assert (device_actor(database, cast.ben.desk.token, now) is None) is devices
    assert visit_console(database, cast.cleo.browser_token, now) is not None


def test_a_link_lifts_the_delay_of_failed_attempts(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    token = issue_password_link(database, cast.ana.actor, "ben", clock.now())
    for _ in range(6):
        signs_in(database, cast.ben.login, "wrong", clock)
    set_password_by_link(database, token, NEW, HERE, clock.now())

    assert signs_in(database, cast.ben.login, NEW, clock)


def test_only_the_owner_makes_a_link_for_the_owner(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    add_user(database, "dora", is_domain_admin=True)
    admin = sign_in_at_console(database, r"acme\dora").actor

    with pytest.raises(Forbidden):
        issue_password_link(database, admin, "ana", clock.now())
    assert issue_password_link(database, cast.ana.actor, "ana", clock.now())


def test_changing_it_signs_the_other_browsers_out_and_keeps_this_one_and_the_devices(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    ben, now = cast.ben, clock.now()
    other = sign_in_at_console(database, ben.login, now)
    before = audit_length(database, cast.ana.actor)

    assert change_password(database, ben.actor, ben.password, NEW, now, keep=ben.browser_token) is None

    assert visit_console(database, ben.browser_token, now) is not None
    assert visit_console(database, other.token, now) is None
    assert device_actor(database, ben.desk.token, now) is not None
    assert audited(database, cast.ana.actor, since=before) == [
        (r"\\acme\ben", ben.actor.address, "set password", "user ben")
    ]


def test_changing_it_takes_the_present_password_whose_guesses_are_counted(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    ben, now = cast.ben, clock.now()

    def guess(password: str) -> NotSignedIn | None:
        return change_password(database, ben.actor, password, NEW, now, keep=ben.browser_token)

    assert [guess("wrong") for _ in range(4)] == [NotSignedIn(Obstacle.WRONG)] * 4
    guess("wrong")
    assert guess(ben.password) == NotSignedIn(Obstacle.TRY_LATER, 1)


@pytest.mark.parametrize("new", ["short", "password1", "correct horse of ben"])
def test_what_is_no_good_new_password_changes_nothing(
    database: Database, cast: Cast, clock: FrozenClock, new: str
) -> None:
    ben = cast.ben
    with pytest.raises(Invalid) as refused:
        change_password(database, ben.actor, ben.password, new, clock.now(), keep=ben.browser_token)

    assert refused.value.field == "password"
    assert signs_in(database, ben.login, ben.password, clock)


def test_whoever_must_change_it_does_so_before_anything_else(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    ben, now = cast.ben, clock.now()
    must_change(database, "ben")

    visit = visit_console(database, ben.browser_token, now)
    assert visit is not None
    assert visit.duty is Duty.CHANGE_PASSWORD
    assert browser_actor(database, ben.browser_token, now) is None
    first = NotSignedIn(Obstacle.CHANGE_PASSWORD_FIRST)
    assert sign_in_device(database, ben.login, ben.password, "new", "NEW", now) == first

    change_password(database, ben.actor, ben.password, NEW, now, keep=ben.browser_token)
    assert browser_actor(database, ben.browser_token, now) is not None
