from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from tests.services.administering import looking_only, stored_user, trail_of_users
from tests.support.cast import Cast, password_of
from webapp.db import Database
from webapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from webapp.domain.user_actions import Role
from webapp.models import PasswordLink
from webapp.services.add_user import Added, NewUser, add_user
from webapp.services.disable_users import disable_users
from webapp.services.issue_password_link import issue_password_link
from webapp.services.steps.passwords import verify_password
from webapp.services.steps.tokens import token_hash

DORA = NewUser("Dora", "", "Dora@acme.example", 2, Role.USER, None, must_change_password=False)
WITH_PASSWORD = replace(DORA, password=password_of("dora"))


def open_links(db: Database, cast: Cast, name: str) -> list[bytes]:
    """The hashes of a user's links that still open something."""
    this = PasswordLink.user_id == stored_user(db, name, cast.ana).user_id
    query = select(PasswordLink.token_hash).where(this, PasswordLink.used_at.is_(None))
    with db.read() as tx:
        return list(tx.execute(query).scalars())


def test_an_invited_user_has_no_password_and_a_link_to_choose_one(
    database: Database, cast: Cast, now: datetime
) -> None:
    added = add_user(database, cast.ana.actor, DORA, now)

    dora = stored_user(database, "dora", cast.ana)
    assert (dora.display_name, dora.email, dora.own_limit) == ("dora", "dora@acme.example", 2)
    assert dora.must_change_password
    assert not verify_password(dora.password_hash, "")
    assert added.invitation is not None
    assert open_links(database, cast, "dora") == [token_hash(added.invitation)]


@pytest.mark.parametrize("must_change", [False, True])
def test_a_first_password_works_at_once_and_may_have_to_be_changed(
    database: Database, cast: Cast, now: datetime, must_change: bool
) -> None:
    added = add_user(database, cast.ana.actor, replace(WITH_PASSWORD, must_change_password=must_change), now)

    dora = stored_user(database, "dora", cast.ana)
    assert added == Added("dora", None)
    assert verify_password(dora.password_hash, password_of("dora"))
    assert dora.must_change_password is must_change


def test_who_was_created_with_which_rights_is_audited_and_no_secret(
    database: Database, cast: Cast, now: datetime
) -> None:
    add_user(database, cast.ana.actor, replace(WITH_PASSWORD, role=Role.READ_ONLY), now)

    assert trail_of_users(database, cast.ana.actor) == [
        (
            "create user",
            "user dora",
            None,
            {
                "display_name": "dora",
                "email": "dora@acme.example",
                "own_limit": 2,
                "is_domain_admin": True,
                "is_read_only": True,
                "must_change_password": False,
            },
        )
    ]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (replace(DORA, name="no spaces"), "name"),
        (replace(DORA, name="ben"), "name"),
        (replace(DORA, email="nonsense"), "email"),
        (replace(DORA, email="gus@globex.example"), "email"),
        (replace(DORA, limit=-1), "limit"),
        (replace(DORA, password="short"), "password"),
    ],
)
def test_what_cannot_be_used_names_its_field(
    database: Database, cast: Cast, now: datetime, new: NewUser, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_user(database, cast.ana.actor, new, now)

    assert refused.value.field == field


def test_whoever_only_looks_creates_nobody(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        add_user(database, looking_only(cast.ana.actor), DORA, now)


def test_a_new_link_replaces_the_one_before(database: Database, cast: Cast, now: datetime) -> None:
    issue_password_link(database, cast.ana.actor, "ben", now)

    token = issue_password_link(database, cast.ana.actor, "ben", now)

    assert open_links(database, cast, "ben") == [token_hash(token)]


def test_there_is_no_link_for_somebody_of_another_account(
    database: Database, cast: Cast, now: datetime
) -> None:
    with pytest.raises(NotFound):
        issue_password_link(database, cast.gus.actor, "ben", now)


def test_there_is_no_link_for_who_is_disabled(database: Database, cast: Cast, now: datetime) -> None:
    disable_users(database, cast.ana.actor, ["ben"], now)

    with pytest.raises(Conflict):
        issue_password_link(database, cast.ana.actor, "ben", now)
