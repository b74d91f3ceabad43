"""What a look at the database tells of trouble: its schema, its clock, and what nobody has written down. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.db import Database
from webapp.db.revisions import head, known, revision_of
from webapp.models import IS_OPEN, Account, ClientSession, Heartbeat


@dataclass(frozen=True, slots=True)
class Schema:
    """`found` is None where there is no schema of ours; `is_newer`: it is of a version that this one does not know."""

    found: str | None
    wanted: str
    is_newer: bool

    @property
    def is_current(self) -> bool:
        """Whether it is the one of this version."""
        return self.found == self.wanted


@dataclass(frozen=True, slots=True)
class Condition:
    """`latest` is the last moment that anything was decided at; `overdue` counts ends that passed before `since`."""

    latest: datetime | None
    beat_at: datetime | None
    overdue: int


def examine_schema(db: Database) -> Schema:
    """Which schema the database has."""
    with db.read() as tx:
        found = revision_of(tx)
    return Schema(found, head(), is_newer=found is not None and found not in known())


def examine_condition(db: Database, since: datetime) -> Condition:
    """How it stands; for a database of this version."""
    overdue = select(func.count()).where(IS_OPEN, ClientSession.over_at < since)
    with db.read() as tx:
        decided_at = tx.execute(select(func.max(Account.decided_at))).scalar_one()
        beat_at = tx.execute(select(Heartbeat.beat_at)).scalar_one()
        number = tx.execute(overdue).scalar_one()
    return Condition(max(filter(None, (decided_at, beat_at)), default=None), beat_at, number)
