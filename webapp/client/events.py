"""The events that the server sends to a device about its sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from httpx_sse import ServerSentEvent
from pydantic import ValidationError

from webapp.client.answers import Answer


class SessionEnding(Answer):
    """The session is being ended: it closes at `ends_at`, at most `seconds` from now."""

    id: UUID
    ends_at: datetime
    seconds: float | None = None
    message: str = ""


class SessionKept(Answer):
    """The termination was taken back."""

    id: UUID


class SessionEnded(Answer):
    """The session is over."""

    id: UUID
    reason: str = ""
    message: str | None = None


class SessionJoined(Answer):
    """Somebody who calls themselves `remote` has joined the session by its code."""

    id: UUID
    remote: str = ""


class SessionPaused(Answer):
    """The session holds no license until it is resumed. It is over at `expires_at` unless it is."""

    id: UUID
    expires_at: datetime


class SessionResumed(Answer):
    """The session goes on, with a new lease."""

    id: UUID


class Reconnect(Answer):
    """The server is about to stop: connect again soon."""


Event = (
    SessionEnding | SessionKept | SessionEnded | SessionJoined | SessionPaused | SessionResumed | Reconnect
)
_KINDS: dict[str, type[Event]] = {
    "session-ending": SessionEnding,
    "session-kept": SessionKept,
    "session-ended": SessionEnded,
    "session-joined": SessionJoined,
    "session-paused": SessionPaused,
    "session-resumed": SessionResumed,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """An event off the stream, and the id with which a later stream goes on after it."""

    event: Event | None
    last_id: str


def parse(message: ServerSentEvent) -> Heard:
    """Type a message of the stream. One that this client does not know is no event, and its id counts all the same."""
    if message.event == "reconnect":
        return Heard(Reconnect(), message.id)
    kind = _KINDS.get(message.event)
    if kind is None:
        return Heard(None, message.id)
    try:
        return Heard(kind.model_validate_json(message.data), message.id)
    except ValidationError:
        return Heard(None, message.id)
