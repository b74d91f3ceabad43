"""What a person reads after saving: what was changed, from what to what."""

from collections.abc import Iterable

from webapp import words
from webapp.domain.right_settings import Change
from webapp.domain.texts import phrase

NOTHING = phrase("Nothing was changed.")


def saved(changes: Iterable[Change]) -> str:
    """Say what was saved: `Saved: seconds of notice 30 → 20`."""
    parts = [_in_words(change) for change in changes]
    return (
        words.gettext("Saved: %(changes)s", changes="; ".join(parts)) if parts else words.translate(NOTHING)
    )


def _in_words(change: Change) -> str:
    before, after = words.translate(change.before), words.translate(change.after)
    return f"{words.in_a_sentence(change.label)} {before} → {after}"
