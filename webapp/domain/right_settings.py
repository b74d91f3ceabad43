"""What may be chosen for the rights of Session Management, for everybody and for one user, and how it is worded.

Control without its view cannot be chosen, by whatever way the choice comes in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.domain.access import VIEW_FOR_CONTROL, AccountRight, InForce, Right, Why
from webapp.domain.errors import Invalid
from webapp.domain.texts import listed, phrase

LABELS = {
    Right.VIEW_OWN: phrase("View own sessions"),
    Right.CONTROL_OWN: phrase("Control own sessions"),
    Right.VIEW_DOMAIN: phrase("View domain sessions"),
    Right.CONTROL_DOMAIN: phrase("Control domain sessions"),
    Right.VIEW_OWN_REPORTS: phrase("View own reports"),
    Right.VIEW_DOMAIN_REPORTS: phrase("View domain reports"),
}
REASONS = {
    Why.DOMAIN_ADMIN: phrase("domain admins always can"),
    Why.READ_ONLY_ADMIN: phrase("domain admins who may only look view everything and end nothing of others"),
    Why.ENFORCED: phrase("enforced for everybody"),
    Why.OWN: phrase("the user’s own setting"),
    Why.ACCOUNT: phrase("from the account’s settings"),
    Why.WITHOUT_VIEW: phrase("control needs its view, which is off"),
}
ENFORCED = phrase("This is enforced for everybody in the account’s settings, so users cannot have their own.")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed, in words: what, from what, to what."""

    label: str
    before: str
    after: str


def on_off(on: bool) -> str:
    """The word for a right's setting."""
    return phrase("on") if on else phrase("off")


def override_word(allowed: bool) -> str:
    """The word for whether users may have their own setting."""
    return phrase("own settings allowed") if allowed else phrase("enforced")


def own_word(own: bool | None) -> str:
    """The word for a user's own setting; None: as the account says."""
    return phrase("inherit") if own is None else on_off(own)


def described(setting: AccountRight) -> str:
    """What the account says of a right: `on, own settings allowed`."""
    return listed([on_off(setting.allowed), override_word(setting.override_allowed)])


def in_words(in_force: InForce) -> str:
    """What is in force and why: `on, from the account’s settings`."""
    return listed([on_off(in_force.on), REASONS[in_force.why]])


def needs_view(control: Right) -> str:
    """Why a control right cannot be chosen while its view is off."""
    return phrase(
        "Needs “%(view)s”, which is off: nobody ends what they cannot see.",
        view=LABELS[VIEW_FOR_CONTROL[control]],
    )


def check_account_rights(wanted: Mapping[Right, AccountRight]) -> None:
    """Make sure that no control is on for everybody without its view. Raises Invalid, naming the right."""
    for control, view in VIEW_FOR_CONTROL.items():
        if _allowed(wanted, control) and not _allowed(wanted, view):
            raise Invalid(control, needs_view(control))


def check_own_rights(
    account: Mapping[Right, AccountRight], before: Mapping[Right, bool], wanted: Mapping[Right, bool]
) -> None:
    """Make sure of what was chosen for one user: nothing that the account enforces, and no control without its view.

    What stays as it was is not judged: the account's settings may have changed since. Raises Invalid.
    """
    changed = {right for right in Right if before.get(right) != wanted.get(right)}
    for right in Right:
        if right in changed and right in wanted and not _of(account, right).override_allowed:
            raise Invalid(right, ENFORCED)
    for control, view in VIEW_FOR_CONTROL.items():
        view_on = (
            wanted.get(view, _allowed(account, view))
            if _of(account, view).override_allowed
            else _allowed(account, view)
        )
        if wanted.get(control) and not view_on and changed & {control, view}:
            raise Invalid(control, needs_view(control))


def _of(settings: Mapping[Right, AccountRight], right: Right) -> AccountRight:
    return settings.get(right, AccountRight())


def _allowed(settings: Mapping[Right, AccountRight], right: Right) -> bool:
    return _of(settings, right).allowed
