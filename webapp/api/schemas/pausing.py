"""Pausing and resuming."""

from typing import Any, Literal

from pydantic import Field, StrictBool

from webapp.api.schemas.fields import Input, described_input, may_be_null
from webapp.api.schemas.problems import Problem


class Resume(Input):
    """How to resume."""

    model_config = described_input({"accept_ppu": True}, required=False)

    accept_ppu: StrictBool | None = Field(
        None,
        description="Whether pay-per-use minutes may be used when no license is free. Leave it out when the person was"
        " not asked.",
        json_schema_extra=may_be_null,
    )


class PpuConsentRequired(Problem):
    """No license is free; the session could run on pay-per-use minutes, if somebody says yes to that."""

    type: Literal["/problems/ppu-consent-required"] = Field(description="Tells this 409 from others.")
    minutes: int = Field(description="How many minutes the account has left.")


PPU_CONSENT_REQUIRED: dict[str, Any] = {
    "type": "/problems/ppu-consent-required",
    "title": "No license is free",
    "status": 409,
    "detail": "No license is free. This session would use pay-per-use minutes; 240 minutes left. Use them? Ask again with"
    " accept_ppu.",
    "minutes": 240,
}
