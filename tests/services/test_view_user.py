from datetime import datetime, timedelta

import pytest

from tests.services.acting import LEASE, opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.domain.sign_in import DEFAULT_BROWSER_HOURS
from webapp.services.view_user import view_user


def test_what_a_user_has_going_on_is_what_is_true_now(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in (cast.ben.desk, cast.ben.desk, cast.ben.laptop):
        opened(database, seat, clock.now())

    seen = [view_user(database, cast.ana.actor, "ben", at) for at in (clock.now(), clock.now() + LEASE)]

    assert [(view.sessions, view.licenses) for view in seen] == [(3, 2), (0, 0)]
    assert (seen[0].browsers, seen[0].devices, seen[0].has_password) == (1, 2, True)


def test_a_browser_whose_time_is_over_is_signed_in_no_more(
    database: Database, cast: Cast, now: datetime
) -> None:
    over = now + timedelta(hours=DEFAULT_BROWSER_HOURS)

    assert view_user(database, cast.ana.actor, "ben", over).browsers == 0


def test_a_user_of_another_account_does_not_exist(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        view_user(database, cast.gus.actor, "ben", now)
