"""`/events` as the OpenAPI document describes it. It is served with the other live streams."""

from flask_openapi3.models.operation import Operation
from flask_openapi3.models.tag import Tag

from webapp.api.stream_operation import stream_operation

EVENTS_PATH = "/api/v1/events"
EVENTS = Tag(name="Events", description="What happens to the sessions of a device, as it happens.")
_ABOUT = """\
Server-sent events about the sessions of this user on this device. Following them renews no lease.

| event | data |
| --- | --- |
| `session-ending` | `{id, ends_at, seconds, message}`: show the message, confirm, and close it within `seconds` |
| `session-kept` | `{id}`: the termination was taken back |
| `session-ended` | `{id, reason, message}`: it is over |
| `session-joined` | `{id, remote}`: somebody who calls themselves that has joined it by its code |
| `session-paused` | `{id, expires_at}`: it holds no license; show no more of it until it is resumed. It is over then unless it is |
| `session-resumed` | `{id}`: it goes on, with a new lease: renew it |
| `reconnect` | the server is about to stop: connect again soon |
| `signed-out` | the token is not valid any more |

An event may come again, also when nothing new happened to its session: what it says holds. A comment comes when nothing
else has for 20 seconds. After a break, send the last `id` as Last-Event-ID to be told what was missed; or ask
`PUT /api/v1/lease`, which tells everything, too.
"""
_EXAMPLE = """\
event: session-ending
id: 1729
data: {"id": "019cabf5-1f2e-7cc3-98c4-dc0c0c07398f", "ends_at": "2026-03-02T09:01:00.000000Z", "seconds": 30.0, "message":\
 "Ben Okafor is ending this session. It closes in 30 seconds; save your work now."}

"""
_LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "The id of the last event that was received. What is none is taken as if it were left out.",
    "schema": {"type": "string"},
}


def event_stream_operation() -> Operation:
    """Describe `GET /events`."""
    return stream_operation(
        "follow_events",
        "Follow what happens to the sessions of this device.",
        tag=EVENTS,
        about=_ABOUT,
        example=_EXAMPLE,
        ends="The stream, which does not end by itself.",
        parameters=[_LAST_EVENT_ID],
    )
