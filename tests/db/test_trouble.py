import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from webapp.db.trouble import AWAY, FULL, READ_ONLY, trouble


def of_sqlite(code: int) -> DBAPIError:
    error = sqlite3.OperationalError("")
    error.sqlite_errorcode = code
    return OperationalError("", None, error)


def of_postgresql(kind: type[psycopg.Error]) -> DBAPIError:
    return DBAPIError("", None, kind())


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), FULL),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), READ_ONLY),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), AWAY),
        (of_postgresql(psycopg.errors.DiskFull), FULL),
        (of_postgresql(psycopg.errors.ReadOnlySqlTransaction), READ_ONLY),
        (of_postgresql(psycopg.errors.AdminShutdown), AWAY),
        (of_postgresql(psycopg.errors.TooManyConnections), AWAY),
        (OperationalError("", None, psycopg.OperationalError("connection refused")), AWAY),
        (NoConnectionFree("no connection is free"), AWAY),
    ],
)
def test_trouble_that_passes_is_told_to_people(error: Exception, text: str) -> None:
    told = trouble(error)

    assert told is not None
    assert told.message == text


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError("", None, psycopg.errors.UniqueViolation()),
        of_postgresql(psycopg.errors.UndefinedTable),
        of_sqlite(sqlite3.SQLITE_CONSTRAINT),
        of_sqlite(sqlite3.SQLITE_ERROR),
        ValueError("anything else"),
    ],
)
def test_a_fault_of_ours_is_no_trouble_of_the_database(error: Exception) -> None:
    assert trouble(error) is None
