from dataclasses import replace
from datetime import datetime

import pytest

from tests.services.administering import looking_only, stored_user, trail_of_users
from tests.support.cast import Cast, add_user
from webapp.db import Database
from webapp.domain.access import Actor, may_administer
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.right_settings import Change
from webapp.domain.user_actions import Role
from webapp.domain.versions import Outdated, version_of
from webapp.services.change_user import Profile, change_user
from webapp.services.follow_sessions import revisions
from webapp.services.preview_user import preview_user
from webapp.services.view_user import view_user

BEN = Profile("Ben Okafor", "ben@acme.example", None, Role.USER)


def save(db: Database, actor: Actor, name: str, wish: Profile, now: datetime) -> tuple[Change, ...]:
    """Save a profile that was just read."""
    version = version_of(view_user(db, actor, name, now).user.editable)
    return change_user(db, actor, name, wish, version, now)


def test_what_was_changed_is_stored_told_and_audited(database: Database, cast: Cast, now: datetime) -> None:
    wish = Profile(" Benedict Okafor ", "Ben.O@acme.example", 2, Role.READ_ONLY)

    changes = save(database, cast.ana.actor, "ben", wish, now)

    ben = stored_user(database, "ben", cast.ana)
    assert (ben.display_name, ben.email, ben.own_limit) == ("Benedict Okafor", "ben.o@acme.example", 2)
    assert (ben.is_domain_admin, ben.is_read_only) == (True, True)
    assert changes == (
        Change("Full name", "Ben Okafor", "Benedict Okafor"),
        Change("E-mail address", "ben@acme.example", "ben.o@acme.example"),
        Change("Own limit", "none", "2"),
        Change("Administration", "no", "may look"),
    )
    assert trail_of_users(database, cast.ana.actor) == [
        (
            "change user",
            "user ben",
            {
                "display_name": "Ben Okafor",
                "email": "ben@acme.example",
                "own_limit": None,
                "is_domain_admin": False,
                "is_read_only": False,
            },
            {
                "display_name": "Benedict Okafor",
                "email": "ben.o@acme.example",
                "own_limit": 2,
                "is_domain_admin": True,
                "is_read_only": True,
            },
        )
    ]


def test_saving_what_is_there_already_changes_and_audits_nothing(
    database: Database, cast: Cast, now: datetime
) -> None:
    assert save(database, cast.ana.actor, "ben", BEN, now) == ()
    assert trail_of_users(database, cast.ana.actor) == []


def test_open_pages_and_streams_learn_of_it(database: Database, cast: Cast, now: datetime) -> None:
    account = cast.ana.actor.account_id
    before = revisions(database, [account])[account]

    save(database, cast.ana.actor, "ben", replace(BEN, role=Role.ADMIN), now)

    after = revisions(database, [account])[account]
    assert (after.access > before.access, after.sessions > before.sessions) == (True, True)
    assert may_administer(preview_user(database, cast.ana.actor, "ben"))


def test_whoever_saves_second_is_told_what_the_first_saved(
    database: Database, cast: Cast, now: datetime
) -> None:
    seen = version_of(view_user(database, cast.ana.actor, "ben", now).user.editable)
    change_user(database, cast.ana.actor, "ben", replace(BEN, limit=2), seen, now)

    with pytest.raises(Outdated) as outdated:
        change_user(database, cast.ana.actor, "ben", replace(BEN, limit=3), seen, now)

    assert outdated.value.stored["limit"] == 2
    assert stored_user(database, "ben", cast.ana).own_limit == 2


@pytest.mark.parametrize("role", [Role.USER, Role.READ_ONLY])
def test_the_owner_stays_a_domain_admin_whoever_asks(
    database: Database, cast: Cast, now: datetime, role: Role
) -> None:
    add_user(database, "dora", is_domain_admin=True)
    dora = preview_user(database, cast.ana.actor, "dora")
    wish = Profile("Ana Novak", "ana@acme.example", None, role)

    with pytest.raises(Invalid) as refused:
        save(database, dora, "ana", wish, now)

    assert refused.value.field == "role"
    assert stored_user(database, "ana", cast.ana).is_domain_admin


def test_the_owner_s_address_is_changed_by_the_owner_alone(
    database: Database, cast: Cast, now: datetime
) -> None:
    add_user(database, "dora", is_domain_admin=True)
    dora = preview_user(database, cast.ana.actor, "dora")
    wish = Profile("Ana Novak", "new@acme.example", None, Role.ADMIN)

    with pytest.raises(Invalid) as refused:
        save(database, dora, "ana", wish, now)
    save(database, cast.ana.actor, "ana", wish, now)

    assert refused.value.field == "email"
    assert stored_user(database, "ana", cast.ana).email == "new@acme.example"


def test_nobody_takes_their_own_admin_right_away(database: Database, cast: Cast, now: datetime) -> None:
    add_user(database, "dora", "Dora Lund", is_domain_admin=True)
    dora = preview_user(database, cast.ana.actor, "dora")

    with pytest.raises(Invalid) as refused:
        save(database, dora, "dora", Profile("Dora Lund", "dora@acme.example", None, Role.USER), now)

    assert refused.value.field == "role"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (replace(BEN, display_name=" "), "display_name"),
        (replace(BEN, email="nonsense"), "email"),
        (replace(BEN, email="cleo@acme.example"), "email"),
        (replace(BEN, email="gus@globex.example"), "email"),
        (replace(BEN, limit=-1), "limit"),
    ],
)
def test_what_cannot_be_used_names_its_field(
    database: Database, cast: Cast, now: datetime, wish: Profile, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save(database, cast.ana.actor, "ben", wish, now)

    assert refused.value.field == field


def test_a_user_of_another_account_does_not_exist(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        change_user(database, cast.gus.actor, "ben", BEN, "", now)


def test_whoever_only_looks_changes_nothing(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        save(database, looking_only(cast.ana.actor), "ben", replace(BEN, limit=1), now)

    assert stored_user(database, "ben", cast.ana).own_limit is None
