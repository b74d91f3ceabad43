"""One unit of work on its way into a write transaction of SQLite, and what came of it."""

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection

from webapp.db.trouble import trouble

T = TypeVar("T")
BRIEF = "brief"
"""Under this name a connection knows that its work stands in everybody's way."""


class TakesTime(Exception):
    """Brief work has found that there is more to do."""


def takes_time(tx: Connection) -> None:
    """Say, within a write, that much is to be done. A brief one is undone and begun anew where it is in nobody's way."""
    if tx.info.get(BRIEF):
        raise TakesTime


class Job(Generic[T]):
    """Work and its outcome. `is_brief`: it consists of a few statements."""

    def __init__(self, work: Callable[[Connection], T], *, is_brief: bool) -> None:
        self._work = work
        self._result: list[T] = []
        self._error: BaseException | None = None
        self.is_brief = is_brief
        self.done = False
        self.commit = 0
        """The number of the commit that it came into; 0: into none."""

    def attempt(self, connection: Connection) -> bool:
        """Do the work; False when it failed, or is to be begun anew, and must be rolled back."""
        try:
            self._result = [self._work(connection)]
        except TakesTime:
            self.is_brief = False
            return False
        except Exception as error:
            self._error = error
        return self._error is None

    @property
    def met_trouble(self) -> bool:
        """Whether it failed for a reason that undoes the whole transaction: there is no savepoint to go back to."""
        return self._error is not None and trouble(self._error) is not None

    def fail(self, error: BaseException) -> None:
        """Say that the transaction as a whole did not come about."""
        self._error = self._error or error

    def outcome(self) -> T:
        """What the work returned, once committed. Raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._result[0]
