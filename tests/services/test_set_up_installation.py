from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.services.acting import license_rows
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Invalid, NotFound
from webapp.services.create_account import NewAccount
from webapp.services.set_up_installation import issue_setup_link, set_up_installation, setup_is_open
from webapp.services.sign_in_user import SignedIn, sign_in_user

INITECH = NewAccount(
    "initech", "Initech", 4, "ida", "Ida Berg", "ida@initech.example", "correct horse of ida"
)


@pytest.fixture
def link(database: Database, now: datetime) -> str:
    """The link of the first start."""
    token = issue_setup_link(database, now)
    assert token is not None
    return token


def test_the_link_creates_the_account_with_its_owner_and_licenses(
    database: Database, link: str, now: datetime
) -> None:
    owner = set_up_installation(database, link, INITECH, now)

    assert (owner.login, owner.account_name, owner.is_owner, owner.is_domain_admin) == (
        r"\\initech\ida", "Initech", True, True
    )  # fmt: skip
    assert owner.rights == frozenset(Right)
    assert license_rows(database, owner.account_id) == dict.fromkeys(range(1, 5))
    signed_in = sign_in_user(database, "ida@initech.example", "correct horse of ida", "", "", now)
    assert isinstance(signed_in, SignedIn)
    assert signed_in.actor == owner


def test_the_link_opens_once(database: Database, link: str, now: datetime) -> None:
    before = setup_is_open(database, link)
    set_up_installation(database, link, INITECH, now)

    with pytest.raises(NotFound):
        set_up_installation(
            database, link, replace(INITECH, domain="globex", owner_email="g@globex.example"), now
        )

    assert (before, setup_is_open(database, link)) == (True, False)


def test_a_later_link_replaces_an_earlier_one(database: Database, link: str, now: datetime) -> None:
    later = issue_setup_link(database, now) or ""

    assert [setup_is_open(database, token) for token in (link, later)] == [False, True]


@pytest.mark.parametrize("token", ["", "x", "\x00"])
def test_no_other_token_opens_it(database: Database, link: str, now: datetime, token: str) -> None:
    with pytest.raises(NotFound):
        set_up_installation(database, token, INITECH, now)

    assert (setup_is_open(database, token), setup_is_open(database, link)) == (False, True)


def test_once_an_account_exists_no_link_is_issued(database: Database, cast: Cast, now: datetime) -> None:
    assert issue_setup_link(database, now) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"domain": "no good"}, "domain"),
        ({"owner_name": ""}, "name"),
        ({"owner_email": "ida"}, "email"),
        ({"password": "short"}, "password"),
        ({"licenses": -1}, "licenses"),
    ],
)
def test_what_cannot_be_used_is_told_by_field_and_the_link_stays_open(
    database: Database, link: str, now: datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        set_up_installation(database, link, replace(INITECH, **changes), now)

    assert invalid.value.field == field
    assert setup_is_open(database, link)
