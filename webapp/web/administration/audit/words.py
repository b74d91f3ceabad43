"""What the audit trail holds, in the words of the console."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.domain.right_settings import LABELS
from webapp.domain.settings import OF_USER, OPERATORS, SETTINGS
from webapp.domain.texts import listed, phrase
from webapp.services.list_audit import Entry

RIGHTS = {str(right): label for right, label in LABELS.items()}
OF_SETTINGS = {setting.name: setting.label for setting in (*SETTINGS.values(), *OPERATORS.values())}
NAMES = {
    **{setting.name: setting.label for setting in OF_USER},
    **RIGHTS,
    "display_name": phrase("full name"),
    "email": phrase("e-mail"),
    "is_domain_admin": phrase("domain admin"),
    "is_read_only": phrase("may only look"),
    "browser": phrase("browser"),
    "code": phrase("code"),
    "device": phrase("device"),
    "failures": phrase("failures"),
    "licenses": phrase("licenses"),
    "minutes": phrase("minutes"),
    "own_limit": phrase("own limit"),
    "owner": phrase("owner"),
    "reason": phrase("reason"),
    "sessions": phrase("sessions"),
    "state": phrase("state"),
}
ACTIONS = {
    "add minutes": phrase("Add minutes"),
    "change right": phrase("Change right"),
    "change rights": phrase("Change rights"),
    "change setting": phrase("Change setting"),
    "change user": phrase("Change user"),
    "correct minutes": phrase("Correct minutes"),
    "create account": phrase("Create account"),
    "create user": phrase("Create user"),
    "delay sign-in": phrase("Delay sign-in"),
    "disable user": phrase("Disable user"),
    "enable user": phrase("Enable user"),
    "end sessions": phrase("End sessions"),
    "end sessions of user": phrase("End sessions of user"),
    "erase user": phrase("Erase user"),
    "fail sign-in": phrase("Fail sign-in"),
    "import history": phrase("Import history"),
    "issue password link": phrase("Issue password link"),
    "lift sign-in delay": phrase("Lift sign-in delay"),
    "renew recovery codes": phrase("Renew recovery codes"),
    "require new password": phrase("Require new password"),
    "reset two-step": phrase("Reset two-step verification"),
    "set password": phrase("Set password"),
    "sign in": phrase("Sign in"),
    "sign out": phrase("Sign out"),
    "sign out user": phrase("Sign out user"),
    "take back ending": phrase("Take back ending"),
    "turn off two-step": phrase("Turn off two-step verification"),
    "turn on two-step": phrase("Turn on two-step verification"),
    "use recovery code": phrase("Use recovery code"),
}
"""Whatever an action of the trail is called. One that is not here stands as it was written."""
PEOPLE = {"user": phrase("user %(name)s"), "account": phrase("account %(name)s")}
_SESSION_ID = re.compile(r" \([0-9a-f-]{36}\)$")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. Without `before`: what it was is not known, or it was not there."""

    name: str
    before: str
    after: str


def in_words(action: str) -> str:
    """An action as a heading: `End sessions`."""
    return ACTIONS.get(action, action[:1].upper() + action[1:])


def subject_in_words(subject: str) -> str:
    """What it was done to; a right or a setting by its label."""
    kind, _, name = subject.partition(" ")
    if kind in PEOPLE and name:
        return PEOPLE[kind] % {"name": name}
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
        return phrase("none")
    if isinstance(value, bool):
        return phrase("yes") if value else phrase("no")
    if isinstance(value, list):
        return listed(map(_shown, value), "; ") or phrase("none")
    return _SESSION_ID.sub("", str(value))
