"""What became of a wish, and which limit was in the way, as people read it."""

from webapp.domain.states import RefusalReason
from webapp.domain.texts import phrase
from webapp.domain.wishes import Outcome, Wish
from webapp.web.reports.writing import Writing

OUTCOMES = {
    Outcome.GOT_IN: phrase("got in later"),
    Outcome.ON_PPU: phrase("went on pay per use"),
    Outcome.WAITING: phrase("still waiting"),
    Outcome.GAVE_UP: phrase("gave up"),
}
LIMITS = {
    RefusalReason.ACCOUNT_LIMIT: phrase("No license was free"),
    RefusalReason.USER_LIMIT: phrase("The user’s own limit"),
}


def outcome(wish: Wish, write: Writing) -> str:
    """`Got in after 4 min`, `Went on pay per use after 20 s`, `Gave up`, `Still waiting`."""
    if wish.after is None:
        return OUTCOMES[wish.outcome].capitalize()
    waited = write.span(wish.after)
    return (
        phrase("Got in after %(waited)s", waited=waited)
        if wish.outcome is Outcome.GOT_IN
        else phrase("Went on pay per use after %(waited)s", waited=waited)
    )
