"""Statements run by the driver give, take and raise what they would through SQLAlchemy Core."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from tests.support.cast import Cast
from webapp.db import Database
from webapp.db.prepared import Prepared, together
from webapp.domain.states import SessionKind
from webapp.models import Account, ClientSession, License, Refusal, User
from webapp.services.admit_session import Admitted, OpenRequest, admit_session

NAMED = Prepared(
    update(Account).where(Account.account_id == bindparam("account")).values(name=bindparam("name"))
)
ACCOUNT = Prepared(select(Account).where(Account.account_id == bindparam("account")))
SESSIONS = select(ClientSession).where(ClientSession.account_id == bindparam("account"))


@pytest.fixture
def session(database: Database, cast: Cast, now: datetime) -> Admitted:
    opened = admit_session(
        database, cast.ben.desk.actor, OpenRequest(SessionKind.UNATTENDED, "SRV-DB-02"), now
    )
    assert isinstance(opened, Admitted)
    return opened


def test_a_row_has_the_values_that_core_gives(database: Database, cast: Cast, session: Admitted) -> None:
    values = {"account": cast.ben.actor.account_id}
    with database.read() as tx:
        assert tuple(Prepared(SESSIONS).one(tx, values)) == tuple(tx.execute(SESSIONS, values).one())


def test_a_time_in_another_zone_is_the_same_moment(database: Database, cast: Cast, session: Admitted) -> None:
    opened = Prepared(SESSIONS.where(ClientSession.opened_at == bindparam("at")))
    elsewhere = session.session.opened_at.astimezone(timezone(timedelta(hours=5, minutes=45)))
    with database.read() as tx:
        assert len(opened.all(tx, {"account": cast.ben.actor.account_id, "at": elsewhere})) == 1


def test_one_statement_is_read_without_a_transaction_around_it(database: Database, cast: Cast) -> None:
    values = {"account": cast.ana.actor.account_id}
    database.write(lambda tx: NAMED.run(tx, {**values, "name": "Acme & Sons"}))

    assert database.first(ACCOUNT, values).name == "Acme & Sons"
    assert database.first(ACCOUNT, {"account": 0}) is None


def test_a_row_that_must_be_there_is_missed_aloud(database: Database) -> None:
    with database.read() as tx, pytest.raises(LookupError):
        ACCOUNT.one(tx, {"account": 0})


def test_the_row_count_says_how_many_were_changed(database: Database, cast: Cast) -> None:
    values = {"account": cast.ana.actor.account_id, "name": "Acme"}

    assert database.write(lambda tx: NAMED.run(tx, values)) == 1
    assert database.write(lambda tx: NAMED.run(tx, {**values, "account": 0})) == 0


def free_license(number: int) -> tuple[Prepared, dict[str, Any]]:
    return Prepared(insert(License), inserts=("account_id", "number")), {"account_id": 1, "number": number}


def test_what_the_database_refuses_is_raised_as_core_raises_it(database: Database, cast: Cast) -> None:
    statement, values = free_license(1)

    with pytest.raises(IntegrityError):
        database.write(lambda tx: statement.run(tx, values))


def test_statements_sent_together_are_carried_out_in_their_order(database: Database, cast: Cast) -> None:
    account = {"account": cast.ana.actor.account_id}
    renamed = (NAMED, {**account, "name": "Zenith"})

    before, changed, after = database.write(
        lambda tx: together(tx, (ACCOUNT, account), renamed, (ACCOUNT, account))
    )

    assert (before[0].name, changed, after[0].name) == ("Acme", 1, "Zenith")


def test_when_one_of_several_is_refused_none_of_them_stays(database: Database, cast: Cast) -> None:
    account = {"account": cast.ana.actor.account_id}

    with pytest.raises(IntegrityError):
        database.write(lambda tx: together(tx, (NAMED, {**account, "name": "Zenith"}), free_license(1)))
    assert database.first(ACCOUNT, account).name == "Acme"


def test_defaults_that_python_would_fill_in_are_not_left_out_silently(database: Database) -> None:
    statement = Prepared(insert(User), inserts=("account_id", "name"))

    with database.read() as tx, pytest.raises(AssertionError, match="defaults"):
        statement.plan(tx.dialect)


def test_a_list_of_values_is_not_taken_for_one(database: Database) -> None:
    statement = Prepared(select(Refusal).where(Refusal.account_id.in_([1, 2])))

    with database.read() as tx, pytest.raises(AssertionError, match="lists"):
        statement.plan(tx.dialect)
