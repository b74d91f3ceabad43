from dataclasses import replace
from datetime import datetime

import pytest

from tests.services.acting import in_use, license_rows, opened, termination
from tests.services.administering import looking_only
from tests.services.deciding import set_settings, trail_of_changes, values
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.errors import Forbidden, Invalid
from webapp.domain.right_settings import Change
from webapp.domain.versions import Outdated, version_of
from webapp.services.change_settings import change_settings
from webapp.services.follow_sessions import revisions
from webapp.services.read_settings import read_settings
from webapp.services.terminate_sessions import terminate_sessions


def test_what_was_changed_is_stored_told_and_audited(database: Database, cast: Cast, now: datetime) -> None:
    changes = set_settings(
        database,
        cast.ana.actor,
        {"notice_seconds": "20", "default_reason": " Lunch ", "lease_seconds": "90"},
        now,
    )

    assert changes == (Change("Seconds of notice", "30", "20"), Change("Default reason", "none", "Lunch"))
    assert values(database, cast.ana.actor, "notice_seconds", "default_reason") == {
        "notice_seconds": 20,
        "default_reason": "Lunch",
    }
    assert trail_of_changes(database, cast.ana.actor) == [
        ("change setting", "setting notice_seconds", {"notice_seconds": 30}, {"notice_seconds": 20}),
        ("change setting", "setting default_reason", {"default_reason": None}, {"default_reason": "Lunch"}),
    ]


def test_another_account_keeps_its_settings(database: Database, cast: Cast, now: datetime) -> None:
    set_settings(database, cast.ana.actor, {"notice_seconds": "20"}, now)

    assert values(database, cast.gus.actor, "notice_seconds") == {"notice_seconds": 30}


def test_of_one_form_all_is_saved_or_nothing(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(Invalid):
        set_settings(database, cast.ana.actor, {"notice_seconds": "20", "lease_seconds": "0"}, now)

    assert values(database, cast.ana.actor, "notice_seconds") == {"notice_seconds": 30}


def test_the_second_to_save_the_same_setting_is_told_what_the_first_saved(
    database: Database, cast: Cast, now: datetime
) -> None:
    seen = version_of(values(database, cast.ana.actor, "notice_seconds"))
    set_settings(database, cast.ana.actor, {"notice_seconds": "20"}, now)

    with pytest.raises(Outdated) as outdated:
        change_settings(database, cast.ana.actor, {"notice_seconds": "45"}, seen, now)

    assert outdated.value.stored == {"notice_seconds": 20}
    assert values(database, cast.ana.actor, "notice_seconds") == {"notice_seconds": 20}


def test_two_who_save_different_forms_do_not_disturb_each_other(
    database: Database, cast: Cast, now: datetime
) -> None:
    seen = version_of(values(database, cast.ana.actor, "time_zone"))
    set_settings(database, cast.ana.actor, {"notice_seconds": "20"}, now)

    change_settings(database, cast.ana.actor, {"time_zone": "ljubljana"}, seen, now)

    assert values(database, cast.ana.actor, "time_zone") == {"time_zone": "Europe/Ljubljana"}


def test_who_may_only_look_changes_nothing(database: Database, cast: Cast, now: datetime) -> None:
    for actor in (looking_only(cast.ana.actor), cast.ben.actor):
        with pytest.raises(Forbidden):
            set_settings(database, actor, {"notice_seconds": "20"}, now)


def test_who_ends_sessions_without_a_reason_tells_the_default_reason(
    database: Database, cast: Cast, now: datetime
) -> None:
    set_settings(database, cast.ana.actor, {"default_reason": "Somebody needs this license"}, now)
    silent = opened(database, cast.ben.desk, now)
    told = opened(database, cast.cleo.desk, now)

    terminate_sessions(database, cast.ana.actor, [silent.id], " ", now)
    terminate_sessions(database, cast.ana.actor, [told.id], "Lunch", now)

    assert termination(database, silent.id).reason == "Somebody needs this license"
    assert termination(database, told.id).reason == "Lunch"


def test_a_new_lease_length_counts_from_the_next_admission(
    database: Database, cast: Cast, now: datetime
) -> None:
    before = opened(database, cast.ben.desk, now)
    set_settings(database, cast.ana.actor, {"lease_seconds": "30"}, now)

    after = opened(database, cast.cleo.desk, now)

    assert [(s.lease_expires_at - now).total_seconds() for s in (before, after)] == [90, 30]
    assert after.renew_every_seconds == 10


@pytest.mark.parametrize("name", ["two_step", "browser_hours"])
def test_open_streams_learn_that_signing_in_has_changed(
    database: Database, cast: Cast, now: datetime, name: str
) -> None:
    account = cast.ana.actor.account_id
    before = revisions(database, [account])[account]

    set_settings(database, cast.ana.actor, {name: "everybody" if name == "two_step" else "8"}, now)

    assert revisions(database, [account])[account].access > before.access


class TestLicenses:
    """The number of licenses is the operator's, unless the installation leaves it to owners."""

    def test_an_owner_may_set_them_where_the_operator_says_so(
        self, database: Database, cast: Cast, now: datetime
    ) -> None:
        changes = set_settings(database, cast.ana.actor, {"licenses": "5"}, now, owners_may=True)

        assert changes == (Change("Licenses", "3", "5"),)
        assert set(license_rows(database, cast.ana.actor.account_id)) == {1, 2, 3, 4, 5}
        assert trail_of_changes(database, cast.ana.actor)[-1] == (
            "change setting", "setting licenses", {"licenses": 3}, {"licenses": 5},
        )  # fmt: skip

    def test_lowering_them_throws_nobody_out(self, database: Database, cast: Cast, now: datetime) -> None:
        opened(database, cast.ben.desk, now)
        opened(database, cast.cleo.desk, now)

        set_settings(database, cast.ana.actor, {"licenses": "1"}, now, owners_may=True)

        assert in_use(database, cast.ana.actor, now) == (1, 2)

    @pytest.mark.parametrize("owners_may", [False, None])
    def test_with_several_accounts_they_are_the_operators_unless_told_otherwise(
        self, database: Database, cast: Cast, now: datetime, owners_may: bool | None
    ) -> None:
        with pytest.raises(Forbidden):
            set_settings(database, cast.ana.actor, {"licenses": "5"}, now, owners_may=owners_may)

    def test_a_domain_admin_who_is_not_the_owner_may_not_set_them(
        self, database: Database, cast: Cast, now: datetime
    ) -> None:
        admin = replace(cast.ana.actor, is_owner=False)

        with pytest.raises(Forbidden):
            set_settings(database, admin, {"licenses": "5"}, now, owners_may=True)
        assert not read_settings(database, admin, owners_may_set_licenses=True).may_set_licenses
