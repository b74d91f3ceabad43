"""What a refused person reads: the same words in the API's answer, in the terminal and on License Usage."""

from dataclasses import dataclass

from webapp.domain.ppu import OBSTACLES, PpuObstacle
from webapp.domain.states import RefusalReason
from webapp.domain.texts import phrase, phrases


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
    why_not = None if ppu in (None, PpuObstacle.OFF) else OBSTACLES[ppu]
    return _no_licenses(owner, why_not) if licenses == 0 else _none_free(licenses, why_not)


def _no_licenses(owner: str, why_not: str | None) -> RefusalText:
    if why_not:
        detail = phrase(
            "This account has no licenses, and %(why_not)s. Ask the account owner, %(owner)s, for minutes.",
            why_not=why_not,
            owner=owner,
        )
    else:
        detail = phrase(
            "This account has no licenses. Ask the account owner, %(owner)s, for one.", owner=owner
        )
    return RefusalText(phrase("No license"), detail)


def _none_free(licenses: int, why_not: str | None) -> RefusalText:
    if licenses == 1:
        held = phrase("The only license is in use")
    else:
        held = phrases("All %(number)s licenses are in use", "All %(number)s licenses are in use", licenses)
    if why_not:
        held = phrase("%(held)s, and %(why_not)s", held=held, why_not=why_not)
    detail = phrase(
        "%(held)s. License Usage shows who holds them; ending all sessions of one holder frees a license.",
        held=held,
    )
    return RefusalText(phrase("No license is free"), detail)


def _own_limit(own_limit: int, owner: str) -> RefusalText:
    title = phrase("Your own limit is reached")
    if own_limit == 0:
        return RefusalText(
            title,
            phrase(
                "You may not be connected from any device. Free licenses make no difference to this limit: "
                "ask the account owner, %(owner)s, to raise it.",
                owner=owner,
            ),
        )
    return RefusalText(
        title,
        phrases(
            "You may be connected from %(number)s device at once, and you are. Free licenses make no difference to this "
            "limit: close your sessions on another device, or ask the account owner, %(owner)s, to raise it.",
            "You may be connected from %(number)s devices at once, and you are. Free licenses make no difference to this "
            "limit: close your sessions on another device, or ask the account owner, %(owner)s, to raise it.",
            own_limit,
            owner=owner,
        ),
    )
