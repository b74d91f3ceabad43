"""View as: License Usage before a domain admin's eyes exactly as a given user sees it, for looking only.

The address carries it (`?view_as=ben`); nothing that is sent does, so whoever looks acts as themselves.
"""

from dataclasses import dataclass, replace

from flask import url_for

from webapp import current, words
from webapp.domain.access import VIEW_FOR_CONTROL, Actor, Right
from webapp.services.preview_user import preview_user
from webapp.web.license_usage.view import View


@dataclass(frozen=True, slots=True)
class Preview:
    """What the banner of a preview says. `may` is what the user could end if it were their own page."""

    user_name: str
    display_name: str
    may: str
    way_back: str


@dataclass(frozen=True, slots=True)
class Eyes:
    """Through whose eyes the page is seen: the person, the actor to read it for, and the preview, if it is one."""

    person: Actor
    actor: Actor
    preview: Preview | None = None


def eyes_of(actor: Actor, view: View) -> Eyes:
    """Whose eyes the view asks for. Raises Forbidden for who is no domain admin, NotFound for an unknown user."""
    if not view.view_as:
        return Eyes(actor, actor)
    user = preview_user(current.db(), actor, view.view_as)
    back = url_for("rights.of_user", name=user.user_name)
    preview = Preview(user.user_name, user.display_name, _may(user), back)
    return Eyes(user, replace(user, rights=user.rights - set(VIEW_FOR_CONTROL)), preview)


def _may(user: Actor) -> str:
    if Right.CONTROL_DOMAIN in user.rights:
        return words.gettext("%(user)s may end every session of the account.", user=user.display_name)
    if Right.CONTROL_OWN in user.rights:
        return words.gettext("%(user)s may end their own sessions.", user=user.display_name)
    return words.gettext("%(user)s may end no session.", user=user.display_name)
