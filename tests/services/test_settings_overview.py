from datetime import datetime

import pytest

from tests.services.administering import looking_only
from tests.services.deciding import (
    ENFORCED_OFF,
    OFF,
    rights_of,
    set_for_everybody,
    set_for_user,
    set_settings,
    trail_of_changes,
    values,
)
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.right_settings import Change
from webapp.services.create_account import NewAccount, create_account
from webapp.services.list_changed_settings import (
    ChangedSetting,
    OwnSettings,
    SettingsOverview,
    list_changed_settings,
)
from webapp.services.reset_setting import reset_setting
from webapp.services.sign_in_user import SignedIn, sign_in_user

CONTROL = Right.CONTROL_DOMAIN


def test_at_first_nothing_differs(database: Database, cast: Cast) -> None:
    assert list_changed_settings(database, cast.ana.actor) == SettingsOverview((), ())


def test_what_differs_is_listed_with_who_changed_it_last_and_when(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_settings(database, cast.ana.actor, {"notice_seconds": "10"}, clock.now())
    second = clock.advance(60)
    set_settings(database, cast.ana.actor, {"notice_seconds": "20", "name": "Acme 2"}, second)
    third = clock.advance(60)
    set_for_everybody(database, cast.ana.actor, {CONTROL: ENFORCED_OFF}, third)
    set_for_user(database, cast.ana.actor, "ben", {Right.VIEW_OWN_REPORTS: False}, third)

    assert list_changed_settings(database, cast.ana.actor) == SettingsOverview(
        (
            ChangedSetting(
                "notice_seconds", "Seconds of notice", "20 seconds", "30 seconds", "Ana Novak", second
            ),
            ChangedSetting(
                CONTROL,
                "Control domain sessions",
                "off, enforced",
                "on, own settings allowed",
                "Ana Novak",
                third,
            ),
        ),
        (OwnSettings("ben", "Ben Okafor", ("View own reports: off",)),),
    )
    assert list_changed_settings(database, cast.gus.actor) == SettingsOverview((), ())


def test_what_the_operator_set_when_creating_the_account_was_changed_by_nobody(
    database: Database, cast: Cast, now: datetime
) -> None:
    new = NewAccount(
        "initech", "", 1, "ivy", "", "ivy@initech.example", "correct horse of ivy", notice_seconds=5
    )
    create_account(database, new, now)
    ivy = sign_in_user(database, r"initech\ivy", "correct horse of ivy", "192.0.2.1", "", now)
    assert isinstance(ivy, SignedIn)

    (notice,) = list_changed_settings(database, ivy.actor).changed

    assert (notice.value, notice.who, notice.at) == ("5 seconds", None, None)


def test_back_to_default(database: Database, cast: Cast, now: datetime) -> None:
    set_settings(database, cast.ana.actor, {"default_reason": "Lunch"}, now)
    set_for_everybody(database, cast.ana.actor, {CONTROL: OFF}, now)

    told = [reset_setting(database, cast.ana.actor, name, now) for name in ("default_reason", CONTROL)]

    assert told == [
        Change("Default reason", "Lunch", "none"),
        Change("Control domain sessions", "off", "on"),
    ]
    assert values(database, cast.ana.actor, "default_reason") == {"default_reason": None}
    assert rights_of(database, cast.ana.actor, "ben") == set(Right)
    assert list_changed_settings(database, cast.ana.actor).changed == ()


def test_back_to_default_again_changes_nothing(database: Database, cast: Cast, now: datetime) -> None:
    assert reset_setting(database, cast.ana.actor, "notice_seconds", now) is None
    assert reset_setting(database, cast.ana.actor, CONTROL, now) is None
    assert trail_of_changes(database, cast.ana.actor) == []


def test_control_goes_back_to_its_default_only_with_its_view(
    database: Database, cast: Cast, now: datetime
) -> None:
    set_for_everybody(database, cast.ana.actor, {Right.VIEW_DOMAIN: OFF, CONTROL: OFF}, now)

    with pytest.raises(Invalid):
        reset_setting(database, cast.ana.actor, CONTROL, now)

    reset_setting(database, cast.ana.actor, Right.VIEW_DOMAIN, now)
    reset_setting(database, cast.ana.actor, CONTROL, now)
    assert rights_of(database, cast.ana.actor, "ben") == set(Right)


@pytest.mark.parametrize("name", ["name", "licenses", "revision", "nonsense"])
def test_what_has_no_default_cannot_go_back(database: Database, cast: Cast, now: datetime, name: str) -> None:
    with pytest.raises(NotFound):
        reset_setting(database, cast.ana.actor, name, now)


def test_who_may_only_look_sets_nothing_back(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        reset_setting(database, looking_only(cast.ana.actor), "notice_seconds", now)
