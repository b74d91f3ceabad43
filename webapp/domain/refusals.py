"""What a refused person reads: the same words in the API's answer, in the terminal and on License Usage."""

from dataclasses import dataclass

from webapp.domain.ppu import OBSTACLES, PpuObstacle
from webapp.domain.states import RefusalReason


@dataclass(frozen=True, slots=True)
class RefusalText:
    """A short title and a sentence or two that say what happened and what helps."""

    title: str
    detail: str


def explain(
    reason: RefusalReason,
    licenses: int,
    own_limit: int | None,
    owner: str,
    ppu: PpuObstacle | None = None,
) -> RefusalText:
    """Word a refusal (product.md, "Admission"). `owner` is the account owner as people know them.

    `ppu` is why pay per use did not help; that it is off is not worth a word.
    """
    if reason is RefusalReason.USER_LIMIT:
        return _own_limit(own_limit or 0, owner)
    besides = "" if ppu in (None, PpuObstacle.OFF) else f", and {OBSTACLES[ppu]}"
    if licenses == 0:
        return RefusalText(
            "No license",
            f"This account has no licenses{besides}. Ask the account owner, {owner}, for {'minutes' if besides else 'one'}.",
        )
    held = "The only license is" if licenses == 1 else f"All {licenses} licenses are"
    return RefusalText(
        "No license is free",
        f"{held} in use{besides}. License Usage shows who holds them; ending all sessions of one holder frees a license.",
    )


def _own_limit(own_limit: int, owner: str) -> RefusalText:
    title = "Your own limit is reached"
    if own_limit == 0:
        return RefusalText(
            title,
            "You may not be connected from any device. Free licenses make no difference to this limit: "
            f"ask the account owner, {owner}, to raise it.",
        )
    return RefusalText(
        title,
        f"You may be connected from {_count(own_limit, 'device')} at once, and you are. Free licenses make no "
        f"difference to this limit: close your sessions on another device, or ask the account owner, {owner}, to raise it.",
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
