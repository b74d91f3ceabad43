"""The last statements of a write: on PostgreSQL they go in one trip with the commit."""

from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, RootTransaction

from webapp.db.prepared import Step, together

LAST = "last"
"""Under this name a connection keeps them until the commit."""


def at_last(tx: Connection, *steps: Step) -> None:
    """Carry these out, and nothing after them. How many rows they change is not told: the constraints of the database have to
    refuse what must not be."""
    if tx.dialect.name == "postgresql":
        tx.info[LAST] = steps
    else:
        together(tx, *steps)


def begin(tx: Connection) -> RootTransaction:
    """Begin a transaction with nothing left over from one that failed."""
    tx.info.pop(LAST, None)
    return tx.begin()


def commit_with_last(tx: Connection, transaction: RootTransaction) -> None:
    """Carry out what was left for the end, and commit; where nothing was, leave the commit to whoever began."""
    steps = tx.info.pop(LAST, ())
    if not steps:
        return
    connection: Any = tx.connection.dbapi_connection  # psycopg's
    try:
        with connection.pipeline():
            for statement, values in steps:
                statement.plan(tx.dialect).run(tx, values)
            transaction.commit()
    except Exception:
        with suppress(tx.dialect.loaded_dbapi.Error):
            connection.rollback()  # a commit that came after an error was not carried out, and the transaction still stands
        raise
