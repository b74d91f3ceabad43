"""Leases."""

from datetime import datetime

from pydantic import Field

from webapp.api.schemas.fields import Answer
from webapp.api.schemas.sessions import ENDING, Session


class LeaseReport(Answer):
    """How the sessions of this device stand after the renewal."""

    lease_expires_at: datetime = Field(description="Until when the sessions that are not over are safe now.")
    renew_every_seconds: int = Field(description="How long to wait before the next renewal.")
    sessions: list[Session] = Field(
        description="All sessions of this user on this device, those that ended within the last hour among them."
    )


LEASE_REPORT = {
    "lease_expires_at": "2026-03-02T09:02:00.000000Z",
    "renew_every_seconds": 30,
    "sessions": [{**ENDING, "lease_expires_at": "2026-03-02T09:02:00.000000Z"}],
}
