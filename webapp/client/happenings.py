"""What a watched session's owner is told, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from webapp.client.answers import Session


@dataclass(frozen=True, slots=True)
class Ending:
    """Somebody ends the session. It closes at `deadline`, a moment of the steady clock."""

    deadline: float
    message: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The termination was taken back."""


@dataclass(frozen=True, slots=True)
class Over:
    """The session has ended, for good."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class LeaseLost:
    """The lease ran out and the client is not in again, so far. It goes on asking."""

    why: str
    usage_url: str | None = None


@dataclass(frozen=True, slots=True)
class AdmittedAgain:
    """After a lost lease the client holds a license again."""

    session: Session


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who calls themselves `remote` has joined the session by its code."""

    remote: str


@dataclass(frozen=True, slots=True)
class NewCode:
    """The session is joined by another code from now on."""

    session: Session


@dataclass(frozen=True, slots=True)
class Paused:
    """The session holds no license. It is over `until` then unless it is resumed: `deadline` on the steady clock."""

    until: datetime
    deadline: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on."""


Happening = Ending | Kept | Over | LeaseLost | AdmittedAgain | Joined | NewCode | Paused | Resumed
