"""How much one user may have at once: of sessions, of devices and of sign-ins."""

from datetime import datetime, timedelta

import pytest

from tests.services.acting import opened
from tests.support.cast import Cast, sign_in_at_console, sign_in_on
from webapp.db import Database
from webapp.domain.errors import Conflict
from webapp.domain.limits import (
    BROWSERS_OF_USER_MAX,
    DEVICES_OF_USER_MAX,
    SESSIONS_OF_DEVICE_MAX,
    TOKENS_OF_DEVICE_MAX,
)
from webapp.services.end_session import end_session
from webapp.services.sign_in_device import device_actor
from webapp.services.visit_console import visit_console

BEN = r"acme\ben"


def moments(start: datetime, how_many: int) -> list[datetime]:
    """One a second."""
    return [start + timedelta(seconds=n) for n in range(how_many)]


def test_a_device_has_so_many_sessions_open_and_no_more_until_one_is_closed(
    database: Database, cast: Cast, now: datetime
) -> None:
    sessions = [opened(database, cast.ben.desk, now) for _ in range(SESSIONS_OF_DEVICE_MAX)]

    with pytest.raises(Conflict):
        opened(database, cast.ben.desk, now)

    opened(database, cast.ben.laptop, now)
    end_session(database, cast.ben.desk.actor, sessions[0].id, now)
    assert opened(database, cast.ben.desk, now).license == sessions[0].license


def test_a_user_is_signed_in_on_so_many_devices_and_no_more(
    database: Database, cast: Cast, now: datetime
) -> None:
    for n in range(DEVICES_OF_USER_MAX - 2):  # beside the desk and the laptop
        sign_in_on(database, BEN, f"device-{n}", f"DEVICE-{n}", now)

    with pytest.raises(Conflict, match="100 devices"):
        sign_in_on(database, BEN, "one-more", "ONE-MORE", now)

    again = sign_in_on(database, BEN, "device-7", "DEVICE-7", now)
    assert again.actor.device_id is not None


def test_of_the_sign_ins_of_one_device_the_oldest_give_way(
    database: Database, cast: Cast, now: datetime
) -> None:
    tokens = [
        sign_in_on(database, BEN, "tablet", "TABLET", at).token
        for at in moments(now, TOKENS_OF_DEVICE_MAX + 2)
    ]

    valid = [device_actor(database, token, now) is not None for token in tokens]

    assert valid == [False] * 2 + [True] * TOKENS_OF_DEVICE_MAX
    assert device_actor(database, cast.ben.desk.token, now) is not None


def test_of_the_browsers_of_one_user_the_oldest_give_way(
    database: Database, cast: Cast, now: datetime
) -> None:
    later = moments(now + timedelta(seconds=1), BROWSERS_OF_USER_MAX + 1)
    tokens = [sign_in_at_console(database, BEN, at).token for at in later]

    valid = [visit_console(database, token, later[-1]) is not None for token in tokens]

    assert valid == [False] + [True] * BROWSERS_OF_USER_MAX
    assert visit_console(database, cast.ana.browser_token, now) is not None
