"""The remote side: joining a session by its code, and what is seen of it from there."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from webapp.api.schemas.fields import Answer, Input, Text, described_input, describes
from webapp.domain.states import EndReason, SessionState

Code = Annotated[Text, describes(r"^[ .\u2013-]*([0-9][ .\u2013-]*){12}$", min_length=1)]


class JoinSession(Input):
    """Which session to join, and as whom."""

    model_config = described_input({"code": "4829 1305 7612", "name": "Maria Rossi"})

    code: Code = Field(description="The twelve digits of the code, with or without spaces.")
    name: Text = Field(description="Who joins, as the person who helps will read it.")


class RemoteSession(Answer):
    """A session as its remote side sees it. Times are RFC 3339 in UTC, with microseconds and Z."""

    id: UUID
    state: SessionState
    name: str = Field(description="The name that the remote side gave.")
    helper: str = Field(description="Who opened the session, and helps.")
    account: str = Field(description="The account they are of, as people know it.")
    joined_at: datetime
    ends_at: datetime | None = Field(description="While the session is being ended: when it closes.")
    seconds: float | None = Field(description="While the session is being ended: how many seconds are left.")
    message: str | None = Field(description="Once somebody ends it: who, and why. Show it to the person.")
    ended_at: datetime | None = Field(description="When it ended, once it is over.")
    end_reason: EndReason | None = Field(description="Why it ended, once it is over.")


class Joined(Answer):
    """What the remote side needs from here on."""

    token: str = Field(description="Send it as Authorization: Bearer to /remote. It is told this once.")
    session: RemoteSession


REMOTE_SESSION: dict[str, Any] = {
    "id": "019cabf5-1f2e-7cc3-98c4-dc0c0c07398f",
    "state": "active",
    "name": "Maria Rossi",
    "helper": "Ana Novak",
    "account": "Acme",
    "joined_at": "2026-03-02T09:02:10.000000Z",
    "ends_at": None,
    "seconds": None,
    "message": None,
    "ended_at": None,
    "end_reason": None,
}
JOINED = {"token": "Rk5-pZ0.mB4f-2.9JqM0lRPuDmRbnLZ1dJcUoDwQ2Xy", "session": REMOTE_SESSION}
