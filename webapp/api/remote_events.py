"""`/remote/events` as the OpenAPI document describes it. It is served with the other live streams."""

from flask_openapi3.models.operation import Operation

from webapp.api.blueprint import REMOTE
from webapp.api.stream_operation import stream_operation

REMOTE_EVENTS_PATH = "/api/v1/remote/events"
_ABOUT = """\
Server-sent events about the session that was joined, for its remote side.

| event | data |
| --- | --- |
| `session-ending` | `{id, ends_at, seconds, message}`: show the message; the session closes in `seconds` |
| `session-kept` | `{id}`: it goes on after all |
| `session-paused` | `{id}`: whoever helps has paused it |
| `session-resumed` | `{id}`: it goes on |
| `session-ended` | `{id, reason, message}`: it is over, and with it the stream |
| `reconnect` | the server is about to stop: connect again soon |

The stream begins with how the session stands, unless it is simply going on. A comment comes when nothing else has for 20
seconds.
"""
_EXAMPLE = """\
event: session-ending
data: {"id": "019cabf5-1f2e-7cc3-98c4-dc0c0c07398f", "ends_at": "2026-03-02T09:01:00.000000Z", "seconds": 30.0, "message":\
 "Ben Okafor is ending this session. It closes in 30 seconds; save your work now."}

"""


def remote_event_stream_operation() -> Operation:
    """Describe `GET /remote/events`."""
    return stream_operation(
        "follow_joined_session",
        "Follow what happens to the session that was joined.",
        tag=REMOTE,
        about=_ABOUT,
        example=_EXAMPLE,
        ends="The stream, which ends with the session.",
    )
