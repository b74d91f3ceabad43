import pytest
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from tests.support.cast import Cast
from webapp.db import Database, at_last
from webapp.db.prepared import Prepared, Step
from webapp.models import Account

OF_ACCOUNT = Account.account_id == bindparam("account")
RENAME = Prepared(update(Account).where(OF_ACCOUNT).values(name=bindparam("name")))
ALLOW = Prepared(update(Account).where(OF_ACCOUNT).values(license_count=bindparam("count")))
LOOK = Prepared(select(Account.name, Account.license_count).where(OF_ACCOUNT))


class Failure(Exception):  # a name of this test's own
    """What the work of these tests fails with."""


def renamed(cast: Cast, name: str) -> Step:
    return RENAME, {"account": cast.ana.actor.account_id, "name": name}


def allowed(cast: Cast, count: int) -> Step:
    return ALLOW, {"account": cast.ana.actor.account_id, "count": count}


def stored(database: Database, cast: Cast) -> object:
    return tuple(database.first(LOOK, {"account": cast.ana.actor.account_id}))


def test_what_comes_last_is_committed_with_the_rest(database: Database, cast: Cast) -> None:
    def work(tx: Connection) -> str:
        at_last(tx, renamed(cast, "Zenith"), allowed(cast, 7))
        return "done"

    assert (database.write(work), stored(database, cast)) == ("done", ("Zenith", 7))


def test_work_that_fails_leaves_nothing_to_the_next_one(database: Database, cast: Cast) -> None:
    before = stored(database, cast)

    def fail(tx: Connection) -> None:
        at_last(tx, renamed(cast, "Zenith"))
        raise Failure

    with pytest.raises(Failure):
        database.write(fail)
    database.write(lambda _: None)

    assert stored(database, cast) == before


def test_what_the_database_refuses_at_last_undoes_the_whole(database: Database, cast: Cast) -> None:
    before = stored(database, cast)

    with pytest.raises(IntegrityError):
        database.write(lambda tx: at_last(tx, renamed(cast, "Zenith"), allowed(cast, -1)))

    assert stored(database, cast) == before
    database.write(lambda tx: at_last(tx, allowed(cast, 9)))
    assert stored(database, cast) == (before[0], 9)  # type: ignore[index]  # a name and a number
