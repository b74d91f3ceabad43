"""Who may view and control which sessions (product.md, "Permissions"). One predicate decides for row, button and route."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.states import SessionState


class Right(StrEnum):
    """A right of Session Management. Control needs the matching view."""

    VIEW_OWN = "view_own_sessions"
    VIEW_DOMAIN = "view_domain_sessions"
    CONTROL_OWN = "control_own_sessions"
    CONTROL_DOMAIN = "control_domain_sessions"
    VIEW_OWN_REPORTS = "view_own_reports"
    VIEW_DOMAIN_REPORTS = "view_domain_reports"


VIEW_FOR_CONTROL = {Right.CONTROL_OWN: Right.VIEW_OWN, Right.CONTROL_DOMAIN: Right.VIEW_DOMAIN}


@dataclass(frozen=True, slots=True)
class AccountRight:
    """What the account says of one right: on or off for everybody, and whether users may have their own setting."""

    allowed: bool = True
    override_allowed: bool = True


@dataclass(frozen=True, slots=True)
class Actor:
    """The person a request comes from, with the rights in force. `device_id` is set when a device speaks for them."""

    account_id: int
    domain: str
    account_name: str
    user_id: int
    user_name: str
    display_name: str
    email: str
    is_owner: bool
    is_domain_admin: bool
    rights: frozenset[Right]
    own_limit: int | None = None
    device_id: int | None = None
    device_name: str | None = None

    @property
    def login(self) -> str:
        r"""The user name in full, as `\\acme\ana`."""
        return rf"\\{self.domain}\{self.user_name}"


def rights_in_force(
    *, is_domain_admin: bool, account: Mapping[Right, AccountRight], user: Mapping[Right, bool]
) -> frozenset[Right]:
    """Work out a user's rights: domain admins always can; a user's own setting counts where the account lets it."""
    if is_domain_admin:
        return frozenset(Right)
    on = {right for right in Right if _is_on(account.get(right, AccountRight()), user.get(right))}
    return frozenset(right for right in on if VIEW_FOR_CONTROL.get(right, right) in on)


def _is_on(account: AccountRight, own: bool | None) -> bool:
    return own if own is not None and account.override_allowed else account.allowed


def may_view_any(actor: Actor) -> bool:
    """Whether License Usage has anything to show to this actor."""
    return bool(actor.rights & {Right.VIEW_OWN, Right.VIEW_DOMAIN})


def may_view(actor: Actor, owner_id: int, state: SessionState) -> bool:
    """Whether the actor may know of a session of user `owner_id`. A paused one is its own user's alone."""
    if owner_id == actor.user_id:
        return bool(actor.rights & {Right.VIEW_OWN, Right.VIEW_DOMAIN})
    return Right.VIEW_DOMAIN in actor.rights and state is not SessionState.PAUSED


def may_control(actor: Actor, owner_id: int, state: SessionState) -> bool:
    """Whether the actor may end a session of user `owner_id`, and take that back."""
    if not may_view(actor, owner_id, state):
        return False
    if owner_id == actor.user_id:
        return bool(actor.rights & {Right.CONTROL_OWN, Right.CONTROL_DOMAIN})
    return Right.CONTROL_DOMAIN in actor.rights
