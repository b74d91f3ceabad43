"""What the two streams for programs share: the bearer token (RFC 6750) they come with, and how events tell an end."""

from datetime import datetime
from typing import Any

from flask import request


def bearer_token() -> str:
    """The token of this request; empty: it has none."""
    authorization = request.authorization
    return (authorization.token if authorization and authorization.type == "bearer" else None) or ""


def moment(at: datetime) -> str:
    """A time as RFC 3339, UTC, always with six digits after the second."""
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def ending(ends_at: datetime, seconds: float, message: str | None) -> dict[str, Any]:
    """What an event says of a session that is being ended; `seconds` are left."""
    return {"ends_at": moment(ends_at), "seconds": max(0.0, round(seconds, 3)), "message": message}


def ended(reason: str | None, message: str | None) -> dict[str, Any]:
    """What an event says of a session that is over."""
    return {"reason": reason, "message": message}
