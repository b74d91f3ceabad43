"""Answers to who is not let in: a reached limit with the link to License Usage, or the question about pay per use."""

from uuid import UUID

from flask import Response, request

from webapp import current
from webapp.api.problems import problem
from webapp.domain.texts import phrase
from webapp.services.admit_session import PpuQuestion, Refused


def not_let_in(outcome: Refused | PpuQuestion) -> Response:
    """The 409 for either."""
    return _ppu_question(outcome) if isinstance(outcome, PpuQuestion) else _limit_reached(outcome)


def _limit_reached(refused: Refused) -> Response:
    return problem(
        409,
        refused.detail,
        type="/problems/limit-reached",
        title=refused.title,
        reason=refused.reason,
        licenses=refused.licenses,
        usage_url=_usage_url(refused.refusal_id),
    )


def _ppu_question(question: PpuQuestion) -> Response:
    return problem(
        409,
        phrase("%(detail)s Ask again with accept_ppu.", detail=question.detail),
        type="/problems/ppu-consent-required",
        title=phrase("No license is free"),
        minutes=question.minutes,
    )


def _usage_url(refusal_id: UUID) -> str:
    public = current.settings().public_url
    root = str(public) if public else f"{request.scheme}://{request.host}{request.root_path}"
    return f"{root.rstrip('/')}/usage?refusal={refusal_id}"
