"""Which failures of the database are trouble that passes: it is full, read only, or away. Everything else is a fault of ours."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from webapp.domain.errors import Unavailable

FULL = "The server’s disk is full, so nothing can be saved. Tell your operator to make room; then everything goes on by itself."
READ_ONLY = (
    "The server’s database can be read but not changed at the moment. Tell your operator if that stays."
)
AWAY = "The server’s database does not answer. Try again in a moment, and tell your operator if that stays."

_OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_IOERR: AWAY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_BUSY: AWAY,
}
_OF_POSTGRESQL = {
    "53100": FULL,
    "25006": READ_ONLY,
    "53": AWAY,  # too many connections, out of memory
    "57P": AWAY,  # shutting down, crashed, not up yet
    "08": AWAY,  # the connection is gone
    "58": AWAY,  # input and output fail
}
"""SQLSTATEs and what they begin with, the closest first."""


def trouble(error: BaseException) -> Unavailable | None:
    """What to tell people when this came from the database; None: it is not for people."""
    if isinstance(error, NoConnectionFree):
        return Unavailable(AWAY)
    of_driver = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(of_driver, sqlite3.Error):
        text = _OF_SQLITE.get(getattr(of_driver, "sqlite_errorcode", 0) & 0xFF)
    else:
        text = _of_postgresql(error) if isinstance(error, DBAPIError) else None
    return Unavailable(text) if text else None


def _of_postgresql(error: DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # there was no server to say one
        return AWAY if error.connection_invalidated or _is_operational(error) else None
    return next((text for begins, text in _OF_POSTGRESQL.items() if state.startswith(begins)), None)


def _is_operational(error: DBAPIError) -> bool:
    return type(error).__name__ == "OperationalError"
