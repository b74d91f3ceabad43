"""What scripts say: a page carries those sentences as JSON, and static/js/words.js picks from them."""

from webapp.domain.languages import ENGLISH
from webapp.words.saying import language, spoken


def words_of_scripts() -> dict[str, object] | None:
    """The sentences that scripts say, by the English ones. None for English: the scripts know it."""
    return None if language() == ENGLISH else {"sentences": spoken().scripts, "turned": spoken().turned}
