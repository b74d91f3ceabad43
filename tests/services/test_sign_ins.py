from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.services.acting import opened, stored_session
from tests.services.second_steps import audit_length, audited
from tests.support.cast import Cast, sign_in_at_console
from tests.support.clock import START, FrozenClock
from webapp.db import Database
from webapp.domain.errors import Forbidden, NotFound
from webapp.domain.states import SessionState
from webapp.models import Account, BrowserSignIn, User
from webapp.services.end_sign_in import (
    end_browser_sign_in,
    end_device_sign_in,
    end_other_sign_ins,
    sign_out_this_browser,
)
from webapp.services.list_sign_ins import SignIns
from webapp.services.sign_in_device import device_actor
from webapp.services.view_sign_in_security import view_sign_in_security
from webapp.services.visit_console import visit_console


def sign_ins(db: Database, cast: Cast, clock: FrozenClock) -> SignIns:
    """Where ben is signed in, as he sees it with his first browser."""
    return view_sign_in_security(
        db, cast.ben.actor, cast.ben.actor.user_name, clock.now(), cast.ben.browser_token
    ).sign_ins


def test_browsers_and_devices_are_listed_this_browser_first(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    sign_in_at_console(database, cast.ben.login, clock.advance(60))

    found = sign_ins(database, cast, clock)

    assert [(b.browser, b.address, b.since, b.last_seen, b.is_this) for b in found.browsers] == [
        ("Another browser", "192.0.2.1", START, START, True),
        ("Another browser", "192.0.2.1", clock.now(), clock.now(), False),
    ]
    assert [(d.name, d.since, d.last_seen) for d in found.devices] == [
        ("BEN-DESK", START, START), ("BEN-LAPTOP", START, START),
    ]  # fmt: skip


def test_when_somebody_was_last_seen_is_kept_coarsely(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    def seen() -> list[object]:
        with database.read() as tx:
            user = tx.execute(select(User.last_seen_at).where(User.name == "ben")).scalar_one()
        found = sign_ins(database, cast, clock)
        return [found.browsers[0].last_seen, max(device.last_seen for device in found.devices), user]

    for minutes, last in ((4, 0), (1, 5), (4, 5)):
        now = clock.advance(60 * minutes)
        visit_console(database, cast.ben.browser_token, now)
        device_actor(database, cast.ben.desk.token, now)

        assert seen() == [START + timedelta(minutes=last)] * 3


def test_a_browser_stays_signed_in_for_the_account_s_hours_and_no_longer(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    this = update(Account).where(Account.account_id == cast.ben.actor.account_id).values(browser_hours=3)
    database.write(lambda tx: tx.execute(this))
    token, end = cast.ben.browser_token, START + timedelta(hours=3)

    visit = visit_console(database, token, end - timedelta(microseconds=1))
    assert visit is not None
    assert visit.until == end
    assert visit_console(database, token, end) is None
    clock.set(end)
    assert sign_ins(database, cast, clock).browsers == ()
    assert visit_console(database, cast.gus.browser_token, end) is not None


def test_one_browser_is_signed_out_and_open_streams_are_told(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    other = sign_in_at_console(database, cast.ben.login, clock.now())
    ben, revision = cast.ben.actor, access_revision(database, cast)
    (shown,) = [b.id for b in sign_ins(database, cast, clock).browsers if not b.is_this]

    end_browser_sign_in(database, ben, "ben", shown, clock.now())

    assert visit_console(database, other.token, clock.now()) is None
    assert visit_console(database, cast.ben.browser_token, clock.now()) is not None
    assert access_revision(database, cast) == revision + 1
    with pytest.raises(NotFound):
        end_browser_sign_in(database, ben, "ben", shown, clock.now())


def test_one_device_is_signed_out_and_what_it_has_open_ends_with_notice(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    desk, laptop = cast.ben.desk, cast.ben.laptop
    on_desk, on_laptop = (opened(database, seat, clock.now()).id for seat in (desk, laptop))
    assert desk.actor.device_id is not None

    assert (
        end_device_sign_in(database, cast.ben.actor, "ben", desk.actor.device_id, clock.now()) == "BEN-DESK"
    )

    assert device_actor(database, desk.token, clock.now()) is None
    assert device_actor(database, laptop.token, clock.now()) is not None
    states = [stored_session(database, session).state for session in (on_desk, on_laptop)]
    assert states == [SessionState.ENDING, SessionState.ACTIVE]


def test_everywhere_else_leaves_this_browser_alone(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    sign_in_at_console(database, cast.ben.login, clock.now())

    end_other_sign_ins(database, cast.ben.actor, cast.ben.browser_token, clock.now())

    found = sign_ins(database, cast, clock)
    assert ([browser.is_this for browser in found.browsers], found.devices) == ([True], ())
    assert visit_console(database, cast.cleo.browser_token, clock.now()) is not None


def test_an_admin_signs_a_user_s_browser_out_and_it_is_written_down(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    shown, before = sign_ins(database, cast, clock).browsers[0].id, audit_length(database, cast.ana.actor)

    end_browser_sign_in(database, cast.ana.actor, "ben", shown, clock.now())

    assert visit_console(database, cast.ben.browser_token, clock.now()) is None
    assert [entry[2:] for entry in audited(database, cast.ana.actor, since=before)] == [
        ("sign out", "user ben")
    ]


def test_nobody_else_signs_somebody_out(database: Database, cast: Cast, clock: FrozenClock) -> None:
    shown, now = sign_ins(database, cast, clock).browsers[0].id, clock.now()
    looking = replace(cast.ana.actor, is_read_only=True)

    for actor in (cast.cleo.actor, looking):
        with pytest.raises(Forbidden):
            end_browser_sign_in(database, actor, "ben", shown, now)
    for actor, name in ((cast.gus.actor, "ben"), (cast.gus.actor, "gus"), (cast.ana.actor, "cleo")):
        with pytest.raises(NotFound):
            end_browser_sign_in(database, actor, name, shown, now)
    assert visit_console(database, cast.ben.browser_token, now) is not None


def test_signing_out_is_written_down_once(database: Database, cast: Cast, clock: FrozenClock) -> None:
    before = audit_length(database, cast.ana.actor)

    for token in (cast.ben.browser_token, cast.ben.browser_token, "unknown"):
        sign_out_this_browser(database, token, "192.0.2.9", clock.now())

    assert audited(database, cast.ana.actor, since=before) == [
        (r"\\acme\ben", "192.0.2.9", "sign out", "user ben")
    ]
    with database.read() as tx:
        mine = BrowserSignIn.user_id == cast.ben.actor.user_id
        assert tx.execute(select(BrowserSignIn.signed_out_at).where(mine)).scalars().all() == [clock.now()]


def access_revision(db: Database, cast: Cast) -> int:
    """What open streams follow."""
    this = Account.account_id == cast.ben.actor.account_id
    with db.read() as tx:
        return int(tx.execute(select(Account.access_revision).where(this)).scalar_one())
