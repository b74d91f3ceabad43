from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.services.acting import license_rows
from tests.support.cast import Cast, add_user, sign_in_at_console
from webapp.db import Database
from webapp.domain.errors import Invalid, NotFound
from webapp.services.create_account import NewAccount, create_account

INITECH = NewAccount("Initech", "", 2, "Ida", "", "Ida@Initech.example", "correct horse of ida")


def test_an_account_that_is_given_no_names_goes_by_its_domain_and_its_owner_by_the_user_name(
    database: Database, cast: Cast, now: datetime
) -> None:
    account_id = create_account(database, INITECH, now)

    ida = sign_in_at_console(database, r"initech\ida").actor
    assert (ida.account_id, ida.domain, ida.account_name, ida.display_name, ida.email) == (
        account_id, "initech", "initech", "ida", "ida@initech.example"
    )  # fmt: skip
    assert list(license_rows(database, account_id)) == [1, 2]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"domain": "ACME"}, "domain"), ({"owner_email": "ANA@acme.example"}, "email"), ({"notice_seconds": 0}, "notice_seconds"),
     ({"lease_seconds": 86_401}, "lease_seconds")],
)  # fmt: skip
def test_an_account_that_cannot_be_is_not_created_nor_any_part_of_it(
    database: Database, cast: Cast, now: datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        create_account(database, replace(INITECH, **changes), now)

    assert invalid.value.field == field
    assert create_account(database, INITECH, now) > 0


def test_an_account_may_have_no_license_at_all(database: Database, cast: Cast, now: datetime) -> None:
    account_id = create_account(database, replace(INITECH, licenses=0), now)

    assert license_rows(database, account_id) == {}


@pytest.mark.parametrize("name", ["ben", "BEN"])
def test_no_two_users_of_an_account_have_one_name(database: Database, cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as invalid:
        add_user(database, name)

    assert invalid.value.field == "name"


def test_the_same_name_in_another_account_is_another_user(database: Database, cast: Cast) -> None:
    add_user(database, "ben", domain="globex")

    assert sign_in_at_console(database, r"globex\ben").actor.account_id == cast.gus.actor.account_id


def test_a_user_of_an_account_that_is_not_there_is_not_found(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFound):
        add_user(database, "dora", domain="nowhere")
