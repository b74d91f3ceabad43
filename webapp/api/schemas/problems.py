"""Problem documents, RFC 9457."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from webapp.domain.states import RefusalReason


class FieldMistake(BaseModel):
    """One thing that is wrong with the input."""

    field: str = Field(description="The field, query parameter or header; body for the body as a whole.")
    message: str = Field(description="What to do about it, for a person.")


class Problem(BaseModel):
    """What went wrong, and what to do about it (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="The kind of problem: /problems/ and a word that programs can rely on.")
    title: str = Field(description="The kind of problem, for a person.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What went wrong this time and what to do about it, for a person.")
    errors: list[FieldMistake] | None = Field(None, description="With 422: what is wrong with which field.")


class LimitReached(Problem):
    """A limit turned the attempt away."""

    type: Literal["/problems/limit-reached"] = Field(description="Tells this 409 from others.")
    reason: RefusalReason = Field(
        description="account_limit: all licenses are in use. user_limit: this user is connected from as many devices as"
        " they may be at once, so a free license makes no difference."
    )
    licenses: int = Field(description="How many licenses the account has.")
    usage_url: str = Field(
        description="License Usage with this refusal explained: who holds the licenses, live. For the person's browser."
    )
