"""A language that nobody speaks, to look at the layout from right to left: English, each word turned round.

Made as it is asked for, and only where the setting `pseudo_language` allows it. What does not read backwards on such a
page is not marked for translation.
"""

import re

from babel import Locale

from webapp.domain.languages import LANGUAGES

PSEUDO = "ar-XB"
_KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]*>|&\w+;|[^\W\d_]+)")
_TURNED = "\u202e{}\u202c"


def locale_of(language: str) -> Locale:
    """What Babel knows of a language; of the one that nobody speaks, what it knows of Arabic."""
    return Locale(language if language in LANGUAGES else "ar")


def turned(sentence: str) -> str:
    """The sentence with each of its words turned round; values and tags as they are."""
    return "".join(
        _TURNED.format(part) if part and part[0].isalpha() else part for part in _KEPT.split(sentence)
    )
