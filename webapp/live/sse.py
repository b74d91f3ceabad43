"""The wire format of server-sent events (WHATWG HTML, "Server-sent events")."""

from collections import Counter
from collections.abc import Hashable, Iterator

from flask import Response, abort, current_app, stream_with_context

from webapp.domain.limits import STREAMS_MAX

OPEN = "seatkeeper-open-streams"
KEEP_ALIVE = ": still here\n\n"


def event(data: str, *, name: str | None = None, revision: int | None = None) -> str:
    """One event as it stands on the wire; `revision` is its id, to come back with after a break."""
    head = (f"event: {name}\n" if name else "") + (f"id: {revision}\n" if revision is not None else "")
    return head + "".join(f"data: {line}\n" for line in data.split("\n")) + "\n"


def stream(events: Iterator[str], of: Hashable) -> Response:
    """A response that sends events as they come, past every buffer on the way. 429 when too many `of` the same are open."""
    open_streams: Counter[Hashable] = current_app.extensions.setdefault(OPEN, Counter())
    if open_streams[of] >= STREAMS_MAX:
        abort(Response("Too many are open. Close some.\n", 429, {"Retry-After": "60"}, mimetype="text/plain"))
    response = Response(stream_with_context(_counted(events, open_streams, of)), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _counted(events: Iterator[str], open_streams: Counter[Hashable], of: Hashable) -> Iterator[str]:
    open_streams[of] += 1
    try:
        yield from events
    finally:
        open_streams[of] -= 1
        if not open_streams[of]:
            del open_streams[of]
