from dataclasses import replace

import pytest
from sqlalchemy import select, update

from tests.services.acting import browser_actor
from tests.services.interleaving import Nodes
from tests.services.second_steps import KEY, App, audit_length, audited, require, secret_of, with_second_step
from tests.support.cast import Cast, add_user, sign_in_at_console
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from webapp.domain.sign_in import Duty, NotSignedIn, Obstacle, TwoStep
from webapp.models import RecoveryCode, User
from webapp.services.confirm_two_step import confirm_two_step
from webapp.services.renew_recovery_codes import renew_recovery_codes
from webapp.services.reset_two_step import reset_two_step
from webapp.services.set_up_two_step import pending_secret, set_up_two_step
from webapp.services.sign_in_device import DeviceSignedIn, SecondStep, sign_in_device
from webapp.services.sign_in_user import CodeNeeded, SignedIn, confirm_sign_in, sign_in_user
from webapp.services.turn_off_two_step import turn_off_two_step
from webapp.services.view_sign_in_security import view_sign_in_security
from webapp.services.visit_console import visit_console

HERE = "192.0.2.1"


@pytest.fixture
def app(database: Database, cast: Cast, clock: FrozenClock) -> App:
    """The authenticator app on ben's phone."""
    app = with_second_step(database, cast.ben.actor, clock.now())
    clock.advance(60)
    return app


def password_given(db: Database, cast: Cast, clock: FrozenClock) -> CodeNeeded:
    """Ben's password is typed, and a code asked for."""
    asked = sign_in_user(db, cast.ben.login, cast.ben.password, HERE, "Test browser", clock.now())
    assert isinstance(asked, CodeNeeded)
    return asked


def code_given(db: Database, asked: CodeNeeded, code: str, clock: FrozenClock, key: str = KEY) -> object:
    """A code is typed."""
    return confirm_sign_in(db, asked, code, HERE, "Test browser", key, clock.now())


def on_device(db: Database, cast: Cast, clock: FrozenClock, code: str | None = None) -> object:
    """Ben signs in on one more device."""
    who = (cast.ben.login, cast.ben.password, "ben-tablet", "BEN-TABLET")
    return sign_in_device(db, *who, clock.now(), second=SecondStep(code, KEY), address=HERE)


def test_a_code_of_the_app_signs_in(database: Database, cast: Cast, clock: FrozenClock, app: App) -> None:
    asked = password_given(database, cast, clock)

    signed_in = code_given(database, asked, app.code(clock.now()), clock)

    assert isinstance(signed_in, SignedIn)
    assert signed_in.actor.user_name == "ben"


def test_a_code_works_once(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    app = with_second_step(nodes.first, cast.ben.actor, clock.now())
    code = app.code(clock.advance(60))
    asked = password_given(nodes.first, cast, clock)

    assert isinstance(code_given(nodes.first, asked, code, clock), SignedIn)
    assert code_given(nodes.second, asked, code, clock) == NotSignedIn(Obstacle.CODE_WRONG)


def test_the_code_that_turned_it_on_does_not_sign_in(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    app = with_second_step(database, cast.ben.actor, clock.now())
    asked = password_given(database, cast, clock)

    assert code_given(database, asked, app.code(clock.now()), clock) == NotSignedIn(Obstacle.CODE_WRONG)


def test_each_recovery_code_works_once_however_it_is_typed(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    before = audit_length(database, cast.ana.actor)
    first = app.recovery_codes[0]

    asked = password_given(database, cast, clock)
    assert isinstance(code_given(database, asked, first.replace("-", " ").upper(), clock), SignedIn)
    assert code_given(database, asked, first, clock) == NotSignedIn(Obstacle.CODE_WRONG)

    assert len(app.recovery_codes) == 10
    assert view_sign_in_security(database, cast.ben.actor, "ben", clock.now()).recovery_codes == 9
    assert [entry[2] for entry in audited(database, cast.ana.actor, since=before)] == [
        "sign in", "use recovery code", "fail sign-in",
    ]  # fmt: skip


def test_secret_and_recovery_codes_do_not_stand_in_the_database_in_the_clear(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    with database.read() as tx:
        sealed = tx.execute(select(User.totp_secret).where(User.name == "ben")).scalar_one()
        hashes = tx.execute(select(RecoveryCode.code_hash)).scalars().all()

    assert sealed is not None
    assert app.secret not in sealed
    assert [len(code_hash) for code_hash in hashes] == [32] * 10
    assert [c for c in app.recovery_codes if c.replace("-", "").encode() in b"".join(hashes)] == []


def test_with_another_key_recovery_codes_still_sign_in(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    asked = password_given(database, cast, clock)

    wrong = code_given(database, asked, app.code(clock.now()), clock, key="another key")
    assert wrong == NotSignedIn(Obstacle.CODE_WRONG)
    assert isinstance(code_given(database, asked, app.recovery_codes[0], clock, "another key"), SignedIn)


def test_wrong_codes_are_held_up_like_wrong_passwords(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    asked = password_given(database, cast, clock)
    wrong = [getattr(code_given(database, asked, "000000", clock), "obstacle", None) for _ in range(6)]

    assert wrong == [Obstacle.CODE_WRONG] * 5 + [Obstacle.TRY_LATER]
    assert password_given(database, cast, clock) == asked
    assert on_device(database, cast, clock, app.code(clock.now())) == NotSignedIn(Obstacle.TRY_LATER, 1)
    clock.advance(1)
    assert isinstance(code_given(database, asked, app.code(clock.now()), clock), SignedIn)


def test_a_password_that_changed_meanwhile_has_to_be_typed_again(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    asked = password_given(database, cast, clock)
    this = update(User).where(User.name == "ben").values(password_hash="another")
    database.write(lambda tx: tx.execute(this))

    assert code_given(database, asked, app.code(clock.now()), clock) == NotSignedIn(Obstacle.START_AGAIN)


def test_a_device_is_asked_for_a_code(database: Database, cast: Cast, clock: FrozenClock, app: App) -> None:
    assert on_device(database, cast, clock) == NotSignedIn(Obstacle.CODE_NEEDED)
    assert on_device(database, cast, clock, "000000") == NotSignedIn(Obstacle.CODE_WRONG)
    assert isinstance(on_device(database, cast, clock, app.code(clock.now())), DeviceSignedIn)
    assert isinstance(on_device(database, cast, clock, app.recovery_codes[3]), DeviceSignedIn)


@pytest.mark.parametrize(
    ("rule", "name", "has_to"),
    [
        (TwoStep.OPTIONAL, "ana", False), (TwoStep.OPTIONAL, "ben", False),
        (TwoStep.ADMINS, "ana", True), (TwoStep.ADMINS, "ben", False),
        (TwoStep.EVERYBODY, "ana", True), (TwoStep.EVERYBODY, "ben", True),
    ],
)  # fmt: skip
def test_whoever_has_to_use_it_sets_it_up_at_the_next_sign_in_before_anything_else(
    database: Database, cast: Cast, clock: FrozenClock, rule: TwoStep, name: str, has_to: bool
) -> None:
    person = getattr(cast, name)
    require(database, cast.ana.actor, rule)
    fresh = sign_in_at_console(database, person.login, clock.now())

    visit, earlier = (
        visit_console(database, token, clock.now()) for token in (fresh.token, person.browser_token)
    )
    assert visit is not None
    assert earlier is not None
    assert (visit.duty, earlier.duty) == (Duty.SET_UP_TWO_STEP if has_to else None, None)
    assert (browser_actor(database, fresh.token, clock.now()) is None) is has_to

    with_second_step(database, person.actor, clock.now())
    assert browser_actor(database, fresh.token, clock.now()) == replace(person.actor, address="")


def test_a_device_of_whoever_has_to_use_it_is_told_to_set_it_up_first(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    require(database, cast.ana.actor, TwoStep.EVERYBODY)

    assert on_device(database, cast, clock) == NotSignedIn(Obstacle.SET_UP_TWO_STEP_FIRST)


def test_only_the_right_first_code_turns_it_on(database: Database, cast: Cast, clock: FrozenClock) -> None:
    set_up_two_step(database, cast.ben.actor, KEY)
    with pytest.raises(Invalid):
        confirm_two_step(database, cast.ben.actor, "000000", KEY, clock.now())

    assert isinstance(
        sign_in_user(database, cast.ben.login, cast.ben.password, HERE, "", clock.now()), SignedIn
    )


def test_setting_up_again_before_the_first_code_makes_another_secret(database: Database, cast: Cast) -> None:
    set_up_two_step(database, cast.ben.actor, KEY)
    first = secret_of(database, cast.ben.actor)
    set_up_two_step(database, cast.ben.actor, KEY)

    assert secret_of(database, cast.ben.actor) != first


def test_what_is_on_is_not_set_up_over(database: Database, cast: Cast, clock: FrozenClock, app: App) -> None:
    with pytest.raises(Conflict):
        set_up_two_step(database, cast.ben.actor, KEY)

    assert pending_secret(database, cast.ben.actor, KEY) is None


def test_turning_it_off_takes_the_password(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    ben, now = cast.ben, clock.now()

    assert turn_off_two_step(database, ben.actor, "wrong", now) == NotSignedIn(Obstacle.WRONG)
    assert isinstance(password_given(database, cast, clock), CodeNeeded)
    assert turn_off_two_step(database, ben.actor, ben.password, now) is None
    assert isinstance(sign_in_user(database, ben.login, ben.password, HERE, "", now), SignedIn)


def test_where_it_is_required_turning_it_off_means_setting_it_up_anew(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    require(database, cast.ana.actor, TwoStep.EVERYBODY)
    turn_off_two_step(database, cast.ben.actor, cast.ben.password, clock.now())

    visit = visit_console(database, cast.ben.browser_token, clock.now())
    assert visit is not None
    assert visit.duty is Duty.SET_UP_TWO_STEP


def test_new_recovery_codes_make_the_earlier_ones_worthless(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    ben, now = cast.ben, clock.now()
    assert renew_recovery_codes(database, ben.actor, "wrong", now) == NotSignedIn(Obstacle.WRONG)
    codes = renew_recovery_codes(database, ben.actor, ben.password, now)
    assert isinstance(codes, tuple)

    asked = password_given(database, cast, clock)
    assert code_given(database, asked, app.recovery_codes[0], clock) == NotSignedIn(Obstacle.CODE_WRONG)
    assert isinstance(code_given(database, asked, codes[0], clock), SignedIn)


def test_an_admin_resets_it_and_it_is_written_down(
    database: Database, cast: Cast, clock: FrozenClock, app: App
) -> None:
    before = audit_length(database, cast.ana.actor)

    reset_two_step(database, cast.ana.actor, "ben", clock.now())
    reset_two_step(database, cast.ana.actor, "ben", clock.now())

    assert audited(database, cast.ana.actor, since=before) == [
        (r"\\acme\ana", cast.ana.actor.address, "reset two-step", "user ben")
    ]
    assert isinstance(
        sign_in_user(database, cast.ben.login, cast.ben.password, HERE, "", clock.now()), SignedIn
    )


def test_nobody_else_resets_it(database: Database, cast: Cast, clock: FrozenClock, app: App) -> None:
    add_user(database, "dora", is_domain_admin=True)
    admin = sign_in_at_console(database, r"acme\dora").actor

    for actor in (cast.cleo.actor, replace(admin, is_read_only=True)):
        with pytest.raises(Forbidden):
            reset_two_step(database, actor, "ben", clock.now())
    with pytest.raises(Forbidden):
        reset_two_step(database, admin, "ana", clock.now())
    with pytest.raises(NotFound):
        reset_two_step(database, cast.gus.actor, "ben", clock.now())
    assert isinstance(password_given(database, cast, clock), CodeNeeded)
