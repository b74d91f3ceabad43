"""A cheap look at whether anything was committed at all, so that streams ask the tables only when something was."""

from sqlalchemy import Engine


class ChangeMark:
    """On SQLite `PRAGMA data_version` on a connection of its own: microseconds, and no change of any process is missed.

    PostgreSQL has no such mark: `changed` is always true there, and the question itself is one indexed query.
    """

    def __init__(self, engine: Engine, is_postgresql: bool) -> None:
        self._connection = None if is_postgresql else engine.raw_connection()
        self._seen: object = None

    def changed(self) -> bool:
        """Whether something may have been committed since the last call."""
        if self._connection is None:
            return True
        cursor = self._connection.cursor()
        try:
            version = cursor.execute("PRAGMA data_version").fetchone()
        finally:
            cursor.close()
        before, self._seen = self._seen, version
        return bool(version != before)

    def close(self) -> None:
        """Give back the connection."""
        if self._connection is not None:
            self._connection.close()
