from datetime import timedelta

from sqlalchemy import select

from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.models import User
from webapp.services.list_users import UserQuery, list_users
from webapp.services.sign_in_device import device_actor
from webapp.services.steps.seen import user_seen


def last_seen(db: Database, cast: Cast, clock: FrozenClock) -> object:
    page = list_users(db, cast.ana.actor, UserQuery("ben"), clock.now())
    return page.users[0].user.last_seen_at


def test_a_device_s_requests_count_as_being_seen(database: Database, cast: Cast, clock: FrozenClock) -> None:
    signed_in = clock.now()
    assert last_seen(database, cast, clock) == signed_in

    device_actor(database, cast.ben.desk.token, clock.advance(3600))

    assert last_seen(database, cast, clock) == signed_in + timedelta(hours=1)


def test_it_is_kept_coarsely_and_so_costs_renewals_nothing(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    signed_in = clock.now()

    device_actor(database, cast.ben.desk.token, clock.advance(60))

    assert last_seen(database, cast, clock) == signed_in


def test_a_later_moment_stays(database: Database, cast: Cast, clock: FrozenClock) -> None:
    later = clock.now() + timedelta(minutes=1)
    ben = cast.ben.actor.user_id
    database.write(lambda tx: user_seen(tx, ben, later))

    database.write(lambda tx: user_seen(tx, ben, clock.now()))

    with database.read() as tx:
        assert tx.execute(select(User.last_seen_at).where(User.user_id == ben)).scalar_one() == later
