"""Terminations."""

from datetime import datetime

from pydantic import Field

from webapp.api.schemas.fields import Answer, Input, Sentence, described_input, may_be_null


class AskToEnd(Input):
    """Why a session is to end."""

    model_config = described_input({"reason": "Maintenance at noon"}, required=False)

    reason: Sentence | None = Field(
        None, description="Shown at the remote side, after who asked.", json_schema_extra=may_be_null
    )


class TerminationAsked(Answer):
    """When the termination takes effect."""

    ends_at: datetime


TERMINATION_ASKED = {"ends_at": "2026-03-02T09:01:00.000000Z"}
