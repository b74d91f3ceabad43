"""What a person reads after saving: what was changed, from what to what."""

from collections.abc import Iterable

from webapp.domain.right_settings import Change

NOTHING = "Nothing was changed."


def saved(changes: Iterable[Change]) -> str:
    """Say what was saved: `Saved: seconds of notice 30 → 20`."""
    parts = [f"{_in_a_sentence(change.label)} {change.before} → {change.after}" for change in changes]
    return f"Saved: {'; '.join(parts)}" if parts else NOTHING


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]
