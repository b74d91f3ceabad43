"""Users > a user > Pay per use, and the account's terms: what holds from when on."""

import pytest

from tests.services.acting import opened, refused, stored_session
from tests.services.paying import MINUTE, assert_exact, set_terms, under_notice
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes
from webapp.db import Database
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.versions import Outdated, version_of
from webapp.services.change_settings import change_settings
from webapp.services.change_user_ppu import change_user_ppu, read_user_ppu
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.list_audit import AuditQuery, list_audit
from webapp.services.read_settings import read_settings
from webapp.services.reset_setting import reset_setting
from webapp.services.set_licenses import set_licenses


def version(db: Database, cast: Cast, name: str = "ben") -> str:
    return version_of(read_user_ppu(db, cast.ana.actor, name).own)


def test_a_user_has_a_consent_and_a_cap_of_their_own(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    typed = {"ppu_consent": "ask", "ppu_day_cap": "30"}

    changes = change_user_ppu(database, cast.ana.actor, "ben", typed, version(database, cast), clock.now())

    assert [(change.before, change.after) for change in changes] == [
        ("As the account says", "Ask the person first"),
        ("none", "30 minutes"),
    ]
    assert read_user_ppu(database, cast.ana.actor, "ben").own == {"ppu_consent": "ask", "ppu_day_cap": 30}
    (entry,) = list_audit(database, cast.ana.actor, AuditQuery(action="change user")).entries
    assert (entry.subject, entry.after) == ("user ben", typed | {"ppu_day_cap": 30})

    back = {"ppu_consent": "inherit", "ppu_day_cap": ""}
    change_user_ppu(database, cast.ana.actor, "ben", back, version(database, cast), clock.now())

    assert read_user_ppu(database, cast.ana.actor, "ben").own == {
        "ppu_consent": "inherit",
        "ppu_day_cap": None,
    }


def test_it_is_refused_to_others_and_for_others(database: Database, cast: Cast, clock: FrozenClock) -> None:
    typed = {"ppu_consent": "ask", "ppu_day_cap": ""}
    with pytest.raises(Forbidden):
        change_user_ppu(database, cast.ben.actor, "ben", typed, "", clock.now())
    with pytest.raises(NotFound):
        change_user_ppu(database, cast.gus.actor, "ben", typed, "", clock.now())
    with pytest.raises(Outdated):
        change_user_ppu(database, cast.ana.actor, "ben", typed, "another", clock.now())
    with pytest.raises(Invalid):
        change_user_ppu(database, cast.ana.actor, "ben", {**typed, "ppu_day_cap": "-1"}, "", clock.now())


def test_a_cap_that_is_lifted_takes_the_notice_back(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 50)
    set_terms(database, ppu_user_day_cap=1)
    session = opened(database, cast.ben.desk, clock.now())
    finalise_overdue_sessions(database, clock.advance(MINUTE + 1))
    assert under_notice(stored_session(database, session.id))

    typed = {"ppu_consent": "inherit", "ppu_day_cap": "10"}
    change_user_ppu(database, cast.ana.actor, "ben", typed, version(database, cast), clock.now())

    assert not under_notice(stored_session(database, session.id))
    assert_exact(database)


@pytest.mark.parametrize("way", ["typed", "back to default"])
def test_a_cap_of_the_account_that_is_lifted_does_as_well(
    database: Database, cast: Cast, clock: FrozenClock, way: str
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 50)
    set_terms(database, ppu_day_cap=1)
    session = opened(database, cast.ben.desk, clock.now())
    finalise_overdue_sessions(database, clock.advance(MINUTE + 1))

    if way == "typed":
        seen = version_of({"ppu_day_cap": 1})
        change_settings(database, cast.ana.actor, {"ppu_day_cap": ""}, seen, clock.now())
    else:
        reset_setting(database, cast.ana.actor, "ppu_day_cap", clock.now())

    assert not under_notice(stored_session(database, session.id))
    assert_exact(database)


def test_an_owner_turns_it_on_where_the_operator_leaves_it_to_owners(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 50)
    set_terms(database, ppu_is_on=False)
    refused(database, cast.ben.desk, clock.now())
    seen, typed = version_of({"ppu_is_on": "off"}), {"ppu_is_on": "on"}
    with pytest.raises(Forbidden, match="operator"):
        change_settings(database, cast.ana.actor, typed, seen, clock.now(), owners_may_set_licenses=False)

    (change,) = change_settings(
        database, cast.ana.actor, typed, seen, clock.now(), owners_may_set_licenses=True
    )

    assert (change.label, change.before, change.after) == ("Pay per use", "Off", "On")
    assert read_settings(database, cast.ana.actor, None).operators["ppu_is_on"] == "on"
    opened(database, cast.ben.desk, clock.now())
    (entry,) = list_audit(database, cast.ana.actor, AuditQuery(search="ppu_is_on")).entries
    assert (entry.who, entry.before, entry.after) == (
        r"\\acme\ana",
        {"ppu_is_on": "off"},
        {"ppu_is_on": "on"},
    )
