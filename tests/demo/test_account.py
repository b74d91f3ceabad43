from datetime import datetime
from pathlib import Path

import pytest

from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.demo.account import NotOurs, ensure_account
from webapp.services.sign_in_user import SignedIn, sign_in_user

pytestmark = on_sqlite


def no_past(_database: Database, _password: str, _now: datetime) -> None:
    """The account is enough."""


def test_every_start_finds_the_account_and_the_password_of_the_first(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    first = ensure_account(database, tmp_path, now, no_past)

    assert ensure_account(database, tmp_path, now, no_past) == first
    signed_in = sign_in_user(database, r"acme\ben", first, "192.0.2.1", "Test browser", now)
    assert isinstance(signed_in, SignedIn)


def test_the_password_is_readable_by_its_user_alone(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    ensure_account(database, tmp_path, now, no_past)

    assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600


def test_an_account_that_somebody_else_made_is_left_alone(
    database: Database, cast: Cast, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(NotOurs, match="make demo SEATKEEPER_INSTANCE="):
        ensure_account(database, tmp_path, now, no_past)

    assert list(tmp_path.iterdir()) == []
