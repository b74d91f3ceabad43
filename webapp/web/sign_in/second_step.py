"""Between password and code: who has given the password, kept in this browser's signed cookie for ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session

from webapp.services.sign_in_user import CodeNeeded

KEPT = "second_step"
LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class HalfSignedIn:
    """Whose code is wanted, and where they want to go."""

    asked: CodeNeeded
    wanted: str | None


def keep(asked: CodeNeeded, wanted: str | None, now: datetime) -> None:
    """Keep it for the page that asks for the code."""
    until = int((now + LASTS).timestamp())
    session[KEPT] = {"user": asked.user_id, "proof": asked.proof, "next": wanted, "until": until}


def kept(now: datetime) -> HalfSignedIn | None:
    """What was kept, if that is not too long ago."""
    found = session.get(KEPT)
    if not found or found["until"] < now.timestamp():
        return None
    return HalfSignedIn(CodeNeeded(found["user"], found["proof"]), found["next"])


def forget() -> None:
    """The code was given, or it is too late."""
    session.pop(KEPT, None)
