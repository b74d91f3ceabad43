"""Sessions."""

import re
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool, ValidationInfo
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from webapp.api.schemas.fields import Answer, Input, Text, described_input, leave_out, may_be_null
from webapp.domain.states import EndReason, Funding, SessionKind, SessionState

KEY_PATTERN = r"^[ -~]{1,200}$"
PAGE_DEFAULT, PAGE_MAX = 100, 200


def _possible(kind: object) -> object:
    if kind not in list(SessionKind):
        raise PydanticCustomError("seatkeeper_kind", "Use unattended or support for {field}.")
    return kind


def _named(remote: str | None, found: ValidationInfo) -> str | None:
    if remote is None and found.data.get("kind") is not SessionKind.SUPPORT:
        raise PydanticCustomError("seatkeeper_remote", "Give {field}.")
    return remote


def _key(text: str) -> str:
    if not re.fullmatch(KEY_PATTERN, text):
        raise PydanticCustomError("seatkeeper_key", "Use 1 to 200 printable ASCII characters for {field}.")
    return text


def _describe_key(schema: dict[str, Any]) -> None:
    leave_out(schema)
    schema["pattern"] = KEY_PATTERN


_SUPPORT: JsonDict = {"properties": {"kind": {"const": "support"}}}
_WITH_REMOTE: JsonDict = {"required": ["remote"], "properties": {"remote": {"type": "string"}}}


class OpenSession(Input):
    """What to open."""

    model_config = ConfigDict(
        **described_input({"kind": "unattended", "remote": "SRV-DB-02"}),
        json_schema_extra={"anyOf": [_SUPPORT, _WITH_REMOTE]},
    )

    kind: Annotated[SessionKind, BeforeValidator(_possible)] = Field(
        description="unattended: straight to a machine. support: with a code that somebody joins by."
    )
    remote: Annotated[Text | None, AfterValidator(_named)] = Field(
        None,
        validate_default=True,
        description="The remote side, as people know it. A support session may leave it out: whoever joins gives a name.",
        json_schema_extra=may_be_null,
    )
    remote_address: Text | None = Field(
        None, description="Where the remote side is, if it helps people.", json_schema_extra=may_be_null
    )
    accept_ppu: StrictBool | None = Field(
        None,
        description="Whether pay-per-use minutes may be used when no license is free. Leave it out when the person was"
        " not asked: it is then as the account's settings say, which may be 409 with ppu-consent-required.",
        json_schema_extra=may_be_null,
    )


class IdempotencyHeader(Input):
    """Makes a retried open the same session."""

    key: Annotated[str, AfterValidator(_key)] | None = Field(
        None,
        alias="Idempotency-Key",
        description="A key the client makes up for each session it wants. The same key from the same device always"
        " means the same session, also when that is over; it is 409 with another body.",
        json_schema_extra=_describe_key,
    )


class SessionPath(Input):
    """Which session."""

    session_id: UUID = Field(
        description="The session's id. It is 404 unless it is one that the user may see."
    )


class SessionListQuery(Input):
    """Which page of the list."""

    after: UUID | None = Field(
        None,
        description="The next of the page before; leave out for the first page.",
        json_schema_extra=leave_out,
    )
    limit: int = Field(PAGE_DEFAULT, ge=1, le=PAGE_MAX, description="How many sessions a page holds at most.")


class Session(Answer):
    """A session as it stands now. Times are RFC 3339 in UTC, with microseconds and Z."""

    id: UUID
    kind: SessionKind
    state: SessionState
    license: int | None = Field(description="The number of the license that it runs, or ran, on.")
    funding: Funding | None = Field(description="What pays for it.")
    remote: str
    remote_address: str | None
    user: str = Field(description="Who opened it: the name within the account.")
    user_display_name: str
    device: str = Field(description="The name of the device it was opened from.")
    mine: bool = Field(description="Whether this user opened it from this device.")
    opened_at: datetime
    lease_expires_at: datetime = Field(description="It ends then unless its lease is renewed before.")
    renew_every_seconds: int = Field(description="How often to renew: every third of the lease.")
    ends_at: datetime | None = Field(description="While a termination runs: when it takes effect.")
    seconds: float | None = Field(description="While a termination runs: how many seconds are left.")
    message: str | None = Field(description="Once a termination was asked for: what the remote side shows.")
    ended_at: datetime | None = Field(description="When it ended, once it is over.")
    end_reason: EndReason | None = Field(description="Why it ended, once it is over.")
    expires_at: datetime | None = Field(
        description="In standby: when its code expires. Paused: when it is over unless it is resumed before."
    )
    joined_at: datetime | None = Field(description="When somebody joined it by its code.")
    code: str | None = Field(
        description="In standby, for who opened it alone: the 12 digits that somebody joins it by."
    )


class SessionPage(Answer):
    """A page of sessions that are not over, oldest first."""

    items: list[Session]
    next: UUID | None = Field(description="Give it as after for the next page; null: that was all.")


ACTIVE: dict[str, Any] = {
    "id": "019cabf5-1f2e-7cc3-98c4-dc0c0c07398f",
    "kind": "unattended",
    "state": "active",
    "license": 2,
    "funding": "license",
    "remote": "SRV-DB-02",
    "remote_address": None,
    "user": "ana",
    "user_display_name": "Ana Novak",
    "device": "ANA-LAPTOP",
    "mine": True,
    "opened_at": "2026-03-02T09:00:00.000000Z",
    "lease_expires_at": "2026-03-02T09:01:30.000000Z",
    "renew_every_seconds": 30,
    "ends_at": None,
    "seconds": None,
    "message": None,
    "ended_at": None,
    "end_reason": None,
    "expires_at": None,
    "joined_at": None,
    "code": None,
}
STANDBY = {
    **ACTIVE,
    "kind": "support",
    "state": "standby",
    "remote": "Printer on floor 2",
    "expires_at": "2026-03-02T09:30:00.000000Z",
    "code": "482913057612",
}
PAUSED = {
    **ACTIVE,
    "state": "paused",
    "funding": None,
    "expires_at": "2026-03-03T09:00:00.000000Z",
}
ENDING = {
    **ACTIVE,
    "state": "ending",
    "ends_at": "2026-03-02T09:01:00.000000Z",
    "seconds": 30,
    "message": "Ben Okafor is ending this session. It closes in 30 seconds; save your work now.",
}
LIMIT_REACHED = {
    "type": "/problems/limit-reached",
    "title": "No license is free",
    "status": 409,
    "detail": "All 3 licenses are in use. License Usage shows who holds them; ending all sessions of one holder frees"
    " a license.",
    "reason": "account_limit",
    "licenses": 3,
    "usage_url": "https://seats.acme.example/usage?refusal=019cabf5-1f2e-7cc3-98c4-dc0c0c07398f",
}
