"""What became of a wish, and which limit was in the way, as people read it."""

from webapp.domain.states import RefusalReason
from webapp.domain.wishes import Outcome, Wish
from webapp.web.reports.writing import Writing

OUTCOMES = {
    Outcome.GOT_IN: "got in later",
    Outcome.ON_PPU: "went on pay per use",
    Outcome.WAITING: "still waiting",
    Outcome.GAVE_UP: "gave up",
}
LIMITS = {
    RefusalReason.ACCOUNT_LIMIT: "No license was free",
    RefusalReason.USER_LIMIT: "The user’s own limit",
}


def outcome(wish: Wish, write: Writing) -> str:
    """`Got in after 4 min`, `Went on pay per use after 20 s`, `Gave up`, `Still waiting`."""
    if wish.after is None:
        return OUTCOMES[wish.outcome].capitalize()
    waited = write.span(wish.after)
    return (
        f"Got in after {waited}" if wish.outcome is Outcome.GOT_IN else f"Went on pay per use after {waited}"
    )
