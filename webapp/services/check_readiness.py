"""Whether the database answers, and has the schema of this version."""

from dataclasses import dataclass

from webapp.db import Database, DatabaseFailure
from webapp.db.revisions import head, revision_of


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a look at the database found. `is_current` needs an answer."""

    answers: bool
    is_current: bool


def check_readiness(db: Database) -> Readiness:
    """Look."""
    try:
        with db.read() as tx:
            return Readiness(answers=True, is_current=revision_of(tx) == head())
    except (DatabaseFailure, OSError):
        return Readiness(answers=False, is_current=False)
