"""Two people who edit the same thing at once: what a form was rendered from, told apart from what is stored now.

A version is a short digest of each value, so that the second one to save learns exactly what has changed meanwhile.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from webapp.domain.errors import Conflict
from webapp.domain.texts import phrase

CHANGED_MEANWHILE = phrase(
    "Somebody else has saved this while you had it open. Nothing that you typed is lost: look at what was saved, "
    "and save again."
)


class Outdated(Conflict):
    """The form was rendered from values that are not stored any more. `stored` is what is stored now, by field (409)."""

    def __init__(self, stored: Mapping[str, Any], seen: str) -> None:
        super().__init__(CHANGED_MEANWHILE)
        self.stored = stored
        self.seen = seen


def version_of(values: Mapping[str, Any]) -> str:
    """The version of these values, for a form's hidden field `version`."""
    return " ".join(f"{name}={_digest(value)}" for name, value in sorted(values.items()))


def check_version(seen: str, stored: Mapping[str, Any]) -> None:
    """Make sure that nobody has saved something else since. Raises Outdated."""
    if seen != version_of(stored):
        raise Outdated(stored, seen)


def was_seen(seen: str, name: str, value: object) -> bool:
    """Whether the form of version `seen` was rendered with this value in the field `name`."""
    return f"{name}={_digest(value)}" in seen.split()


def _digest(value: object) -> str:
    text = "" if value is None else str(value)  # as a form's field would hold it
    return sha256(text.encode()).hexdigest()[:16]
