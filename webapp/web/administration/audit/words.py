"""What the audit trail holds, in the words of the console."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.domain.right_settings import LABELS
from webapp.domain.settings import OF_USER, OPERATORS, SETTINGS
from webapp.services.list_audit import Entry

RIGHTS = {str(right): label for right, label in LABELS.items()}
OF_SETTINGS = {setting.name: setting.label for setting in (*SETTINGS.values(), *OPERATORS.values())}
NAMES = {
    **{setting.name: setting.label for setting in OF_USER},
    **RIGHTS,
    "display_name": "full name",
    "email": "e-mail",
    "is_domain_admin": "domain admin",
    "is_read_only": "may only look",
}
_SESSION_ID = re.compile(r" \([0-9a-f-]{36}\)$")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. Without `before`: what it was is not known, or it was not there."""

    name: str
    before: str
    after: str


def in_words(action: str) -> str:
    """An action as a heading: `End sessions`."""
    words = action.replace("two-step", "two-step verification")
    return words[:1].upper() + words[1:]


def subject_in_words(subject: str) -> str:
    """What it was done to; a right or a setting by its label."""
    kind, _, name = subject.partition(" ")
    return {"right": RIGHTS, "setting": OF_SETTINGS}.get(kind, {}).get(name, subject)


def changes(entry: Entry) -> Iterable[Change]:
    """What changed, without what stayed as it was, and without what is new and empty."""
    labels = OF_SETTINGS if entry.subject.startswith("setting ") else NAMES
    for name in dict.fromkeys((*entry.before, *entry.after)):
        label = labels.get(name, name.replace("_", " "))
        if name not in entry.after:
            yield Change(label, "", _shown(entry.before[name]))
        elif name not in entry.before and entry.after[name] not in (None, ""):
            yield Change(label, "", _shown(entry.after[name]))
        elif name in entry.before and entry.before[name] != entry.after[name]:
            yield Change(label, _shown(entry.before[name]), _shown(entry.after[name]))


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever was recorded
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(_shown, value)) or "none"
    return _SESSION_ID.sub("", str(value))
