"""View model of one user's pages: the head with its tabs, and what the Profile tab shows beside its form."""

from dataclasses import dataclass
from datetime import datetime

from webapp import current
from webapp.domain.access import Actor, may_change
from webapp.domain.texts import listed, phrase
from webapp.domain.units import count
from webapp.domain.user_actions import UserAction, why_not
from webapp.services.view_user import UserView, view_user
from webapp.web.access import current_actor, request_time
from webapp.web.administration.users.page import badge, licenses_of
from webapp.web.license_usage.texts import Moment, moment


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the tabs of one user."""

    name: str
    display_name: str
    login: str
    badge: str
    is_disabled: bool
    is_self: bool


@dataclass(frozen=True, slots=True)
class ActionButton:
    """Something that can be done to the user. `why_not`: why it cannot."""

    action: str
    label: str
    why_not: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The Profile tab beside its form. `why_no_link`: why no one-time link can be made."""

    head: Head
    licenses: str
    sessions: str
    signed_in: str
    last_seen: Moment | None
    created: Moment
    has_password: bool
    must_change_password: bool
    why_no_link: str
    buttons: tuple[ActionButton, ...]
    may_change: bool


LABELS = {
    UserAction.MUST_CHANGE: phrase("Must change password at the next sign-in"),
    UserAction.END_SESSIONS: phrase("End all sessions"),
    UserAction.SIGN_OUT: phrase("Sign out devices and browsers"),
    UserAction.DISABLE: phrase("Disable"),
    UserAction.ENABLE: phrase("Enable"),
    UserAction.ERASE: phrase("Erase personal data"),
}


def head_of(view: UserView, actor: Actor) -> Head:
    """What stands above the tabs."""
    user = view.user
    return Head(
        name=user.name,
        display_name=user.display_name,
        login=rf"\\{actor.domain}\{user.name}",
        badge=badge(user),
        is_disabled=user.disabled_at is not None,
        is_self=user.user_id == actor.user_id,
    )


def read_head(name: str) -> Head:
    """What stands above the tabs of this user, for a tab that reads nothing else of them. Raises NotFound."""
    actor = current_actor()
    return head_of(view_user(current.db(), actor, name, request_time()), actor)


def profile_page(view: UserView, actor: Actor, now: datetime) -> ProfilePage:
    """Lay out what was read."""
    user = view.user
    return ProfilePage(
        head=head_of(view, actor),
        licenses=licenses_of(view.licenses, user.own_limit)[0],
        sessions=count(view.sessions, "open session"),
        signed_in=listed([count(view.devices, "device"), count(view.browsers, "browser")]),
        last_seen=moment(user.last_seen_at, now) if user.last_seen_at else None,
        created=moment(user.created_at, now),
        has_password=view.has_password,
        must_change_password=user.must_change_password,
        why_no_link=_why_no_link(view, actor),
        buttons=_buttons(view, actor),
        may_change=may_change(actor),
    )


def _why_no_link(view: UserView, actor: Actor) -> str:
    if view.user.is_owner and not actor.is_owner:
        return phrase("Only the account owner makes a link for the owner")
    return phrase("Enable the user first") if view.user.disabled_at else ""


def _buttons(view: UserView, actor: Actor) -> tuple[ActionButton, ...]:
    user, disabled = view.user, view.user.disabled_at is not None
    if user.erased_at is not None:
        return ()
    not_now = {UserAction.DISABLE} if disabled else {UserAction.ENABLE, UserAction.ERASE}
    offered = [
        action
        for action in LABELS
        if action not in not_now
        and not (action is UserAction.MUST_CHANGE and (user.must_change_password or not view.has_password))
    ]
    return tuple(
        ActionButton(
            action.value,
            LABELS[action],
            why_not(
                action,
                is_self=user.user_id == actor.user_id,
                is_owner=user.is_owner,
                is_disabled=disabled,
            )
            or "",
        )
        for action in offered
    )
