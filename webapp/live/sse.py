"""The wire format of server-sent events (WHATWG HTML, "Server-sent events")."""

from collections.abc import Iterator

from flask import Response, stream_with_context

KEEP_ALIVE = ": still here\n\n"


def event(data: str, *, name: str | None = None, revision: int | None = None) -> str:
    """One event as it stands on the wire; `revision` is its id, to come back with after a break."""
    head = (f"event: {name}\n" if name else "") + (f"id: {revision}\n" if revision is not None else "")
    return head + "".join(f"data: {line}\n" for line in data.split("\n")) + "\n"


def stream(events: Iterator[str]) -> Response:
    """A response that sends events as they come, past every buffer on the way."""
    response = Response(stream_with_context(events), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response
