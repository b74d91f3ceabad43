"""What the running application has at hand: its database, its clock, its settings."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app

from webapp.clock import Clock
from webapp.db import Database
from webapp.settings import Settings

EXTENSION = "seatkeeper"


@dataclass(slots=True)
class Sweep:
    """When this process's sweep last came to its end, by the clock that decides; None: it runs none."""

    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that `create_app` was given or made."""

    settings: Settings
    db: Database
    clock: Clock
    sweep: Sweep = field(default_factory=Sweep)


def parts() -> Parts:
    """The parts of the current app."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Parts)
    return found


def db() -> Database:
    """The current app's database."""
    return parts().db


def now() -> datetime:
    """The time, by the clock that decides. Read it once per entry point and pass it down."""
    return parts().clock.now()


def settings() -> Settings:
    """The installation's settings."""
    return parts().settings


def secret_key() -> str:
    """The installation's key: signs cookies, and what the database must not hold in the clear is sealed with it."""
    return str(current_app.secret_key)
