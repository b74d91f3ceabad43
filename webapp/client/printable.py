"""Texts that other people wrote, made safe to show: a reason must not be able to steer somebody's terminal."""

import unicodedata

# Controls, invisible and direction marks, line and paragraph breaks.
UNSAFE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def printable(text: str) -> str:
    """The text on one line, with everything that is not a visible character or a space replaced by a space."""
    shown = "".join(" " if unicodedata.category(character) in UNSAFE else character for character in text)
    return " ".join(shown.split())
