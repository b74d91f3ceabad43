from datetime import datetime

import pytest

from tests.services.administering import looking_only
from tests.services.deciding import (
    ENFORCED_OFF,
    OFF,
    rights_of,
    set_for_everybody,
    set_for_user,
    trail_of_changes,
)
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.access import AccountRight, Right
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.right_settings import Change
from webapp.domain.versions import Outdated, version_of
from webapp.services.change_account_rights import change_account_rights
from webapp.services.change_user_rights import change_user_rights
from webapp.services.follow_sessions import revisions
from webapp.services.read_rights import read_account_rights, read_user_rights
from webapp.services.steps.rights import account_values, own_values

CONTROL = Right.CONTROL_DOMAIN
ALL = set(Right)


def test_off_for_everybody_is_off_until_a_user_has_it_on(
    database: Database, cast: Cast, now: datetime
) -> None:
    set_for_everybody(database, cast.ana.actor, {CONTROL: OFF}, now)
    assert rights_of(database, cast.ana.actor, "ben") == ALL - {CONTROL}

    set_for_user(database, cast.ana.actor, "ben", {CONTROL: True}, now)

    assert rights_of(database, cast.ana.actor, "ben") == ALL
    assert rights_of(database, cast.ana.actor, "cleo") == ALL - {CONTROL}


def test_enforcing_sets_the_users_own_settings_aside_and_no_longer_enforcing_brings_them_back(
    database: Database, cast: Cast, now: datetime
) -> None:
    set_for_user(database, cast.ana.actor, "ben", {CONTROL: False}, now)

    set_for_everybody(database, cast.ana.actor, {CONTROL: AccountRight(override_allowed=False)}, now)
    assert rights_of(database, cast.ana.actor, "ben") == ALL

    set_for_everybody(database, cast.ana.actor, {CONTROL: AccountRight()}, now)
    assert rights_of(database, cast.ana.actor, "ben") == ALL - {CONTROL}


def test_what_was_changed_for_everybody_is_told_and_audited(
    database: Database, cast: Cast, now: datetime
) -> None:
    changes = set_for_everybody(
        database, cast.ana.actor, {CONTROL: ENFORCED_OFF, Right.VIEW_OWN: AccountRight()}, now
    )

    assert changes == (Change("Control domain sessions", "on, own settings allowed", "off, enforced"),)
    assert trail_of_changes(database, cast.ana.actor) == [
        (
            "change right",
            "right control_domain_sessions",
            {"everybody": "on", "own settings": "own settings allowed"},
            {"everybody": "off", "own settings": "enforced"},
        )
    ]


def test_what_was_changed_for_a_user_is_told_and_audited(
    database: Database, cast: Cast, now: datetime
) -> None:
    changes = set_for_user(database, cast.ana.actor, "ben", {CONTROL: False, Right.VIEW_OWN: None}, now)

    assert changes == (Change("Control domain sessions", "inherit", "off"),)
    assert trail_of_changes(database, cast.ana.actor) == [
        ("change rights", "user ben", {CONTROL: "inherit"}, {CONTROL: "off"})
    ]


def test_control_without_its_view_is_refused_and_nothing_is_stored(
    database: Database, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Invalid):
        set_for_everybody(database, cast.ana.actor, {Right.VIEW_DOMAIN: OFF}, now)
    with pytest.raises(Invalid):
        set_for_user(database, cast.ana.actor, "ben", {Right.VIEW_DOMAIN: False, CONTROL: True}, now)

    assert rights_of(database, cast.ana.actor, "ben") == ALL
    assert trail_of_changes(database, cast.ana.actor) == []


def test_when_the_view_is_switched_off_later_control_is_not_in_force(
    database: Database, cast: Cast, now: datetime
) -> None:
    set_for_user(database, cast.ana.actor, "ben", {CONTROL: True}, now)

    set_for_everybody(database, cast.ana.actor, {Right.VIEW_DOMAIN: OFF, CONTROL: OFF}, now)

    assert rights_of(database, cast.ana.actor, "ben") == ALL - {Right.VIEW_DOMAIN, CONTROL}
    assert read_user_rights(database, cast.ana.actor, "ben").own == {CONTROL: True}


def test_what_the_account_enforces_cannot_be_set_for_a_user(
    database: Database, cast: Cast, now: datetime
) -> None:
    set_for_everybody(database, cast.ana.actor, {CONTROL: ENFORCED_OFF}, now)

    with pytest.raises(Invalid):
        set_for_user(database, cast.ana.actor, "ben", {CONTROL: True}, now)


def test_open_streams_learn_of_it(database: Database, cast: Cast, now: datetime) -> None:
    account = cast.ana.actor.account_id
    seen = [revisions(database, [account])[account].access]

    set_for_everybody(database, cast.ana.actor, {CONTROL: OFF}, now)
    seen.append(revisions(database, [account])[account].access)
    set_for_user(database, cast.ana.actor, "ben", {CONTROL: True}, now)
    seen.append(revisions(database, [account])[account].access)

    assert seen == sorted(set(seen))


def test_the_second_to_save_is_told_what_the_first_saved(
    database: Database, cast: Cast, now: datetime
) -> None:
    everybody = version_of(account_values(read_account_rights(database, cast.ana.actor)))
    of_ben = version_of(own_values({}))
    set_for_everybody(database, cast.ana.actor, {CONTROL: OFF}, now)
    set_for_user(database, cast.ana.actor, "ben", {CONTROL: True}, now)

    with pytest.raises(Outdated) as first:
        change_account_rights(database, cast.ana.actor, {Right.VIEW_OWN_REPORTS: OFF}, everybody, now)
    with pytest.raises(Outdated) as second:
        change_user_rights(database, cast.ana.actor, "ben", {CONTROL: False}, of_ben, now)

    assert first.value.stored[CONTROL] == "off"
    assert second.value.stored[CONTROL] == "on"


def test_users_of_another_account_do_not_exist(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        set_for_user(database, cast.gus.actor, "ben", {CONTROL: False}, now)


def test_who_may_only_look_changes_nothing(database: Database, cast: Cast, now: datetime) -> None:
    for actor in (looking_only(cast.ana.actor), cast.ben.actor):
        with pytest.raises(Forbidden):
            set_for_everybody(database, actor, {CONTROL: OFF}, now)
        with pytest.raises(Forbidden):
            set_for_user(database, actor, "cleo", {CONTROL: False}, now)
