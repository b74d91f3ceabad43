"""Who may view and control which sessions (product.md, "Permissions"). One predicate decides for row, button and route."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.languages import ENGLISH
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
VIEWS = frozenset(set(Right) - set(VIEW_FOR_CONTROL))


@dataclass(frozen=True, slots=True)
class AccountRight:
    """What the account says of one right: on or off for everybody, and whether users may have their own setting."""

    allowed: bool = True
    override_allowed: bool = True


@dataclass(frozen=True, slots=True)
class Actor:
    """The person a request comes from, with the rights in force. `device_id` is set when a device speaks for them.

    `is_read_only`: a domain admin who may look at everything and change nothing. `address`: where the request came from.
    `language`: what the person has chosen to be spoken to in; None: what their browser asks for, else the account's.
    """

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
    is_read_only: bool = False
    address: str = ""
    language: str | None = None
    account_language: str = ENGLISH

    @property
    def login(self) -> str:
        r"""The user name in full, as `\\acme\ana`."""
        return rf"\\{self.domain}\{self.user_name}"


class Why(StrEnum):
    """Why a right is in force, or is not."""

    DOMAIN_ADMIN = "domain_admin"
    READ_ONLY_ADMIN = "read_only_admin"
    ENFORCED = "enforced"
    OWN = "own"
    ACCOUNT = "account"
    WITHOUT_VIEW = "without_view"


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether a right is in force for a user, and why."""

    on: bool
    why: Why


def explain_rights(
    *,
    is_domain_admin: bool,
    is_read_only: bool = False,
    account: Mapping[Right, AccountRight],
    user: Mapping[Right, bool],
) -> dict[Right, InForce]:
    """Work out what is in force for a user, and why: domain admins always can; a user's own setting counts where the
    account lets it. A read-only domain admin may view everything, and end no more than anybody may of their own.
    """
    if is_domain_admin and not is_read_only:
        return dict.fromkeys(Right, InForce(on=True, why=Why.DOMAIN_ADMIN))
    set_to = {right: _as_set(account.get(right, AccountRight()), user.get(right)) for right in Right}
    if is_read_only:
        set_to.update(dict.fromkeys(VIEWS, InForce(on=True, why=Why.READ_ONLY_ADMIN)))
        set_to[Right.CONTROL_DOMAIN] = InForce(on=False, why=Why.READ_ONLY_ADMIN)
    for control, view in VIEW_FOR_CONTROL.items():
        if set_to[control].on and not set_to[view].on:
            set_to[control] = InForce(on=False, why=Why.WITHOUT_VIEW)
    return set_to


def rights_in_force(
    *,
    is_domain_admin: bool,
    is_read_only: bool = False,
    account: Mapping[Right, AccountRight],
    user: Mapping[Right, bool],
) -> frozenset[Right]:
    """The rights that `explain_rights` says are on."""
    explained = explain_rights(
        is_domain_admin=is_domain_admin, is_read_only=is_read_only, account=account, user=user
    )
    return frozenset(right for right, in_force in explained.items() if in_force.on)


def may_administer(actor: Actor) -> bool:
    """Whether the actor may look at Administration."""
    return actor.is_domain_admin


def may_change(actor: Actor) -> bool:
    """Whether the actor may change what Administration shows."""
    return actor.is_domain_admin and not actor.is_read_only


def _as_set(account: AccountRight, own: bool | None) -> InForce:
    if not account.override_allowed:
        return InForce(account.allowed, Why.ENFORCED)
    return InForce(account.allowed, Why.ACCOUNT) if own is None else InForce(own, Why.OWN)


def may_view_any(actor: Actor) -> bool:
    """Whether License Usage has anything to show to this actor."""
    return bool(actor.rights & {Right.VIEW_OWN, Right.VIEW_DOMAIN})


def may_view_reports(actor: Actor) -> bool:
    """Whether there is any report that this actor may view."""
    return bool(actor.rights & {Right.VIEW_OWN_REPORTS, Right.VIEW_DOMAIN_REPORTS})


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
