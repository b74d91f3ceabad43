"""What a domain admin does to users, one or many at once, and to whom it cannot be done. One predicate decides for
button, confirmation and service."""

from enum import StrEnum

from webapp.domain.texts import phrase


class UserAction(StrEnum):
    """An action of Administration > Users."""

    DISABLE = "disable"
    ENABLE = "enable"
    END_SESSIONS = "end_sessions"
    SIGN_OUT = "sign_out"
    MUST_CHANGE = "must_change"
    ERASE = "erase"


class Role(StrEnum):
    """What a user may do in Administration."""

    USER = "user"
    READ_ONLY = "read_only"
    ADMIN = "admin"

    @property
    def is_domain_admin(self) -> bool:
        """Whether it opens Administration."""
        return self is not Role.USER

    @property
    def is_read_only(self) -> bool:
        """Whether it only looks."""
        return self is Role.READ_ONLY


def role_of(*, is_domain_admin: bool, is_read_only: bool) -> Role:
    """The role that a user's two marks stand for."""
    if not is_domain_admin:
        return Role.USER
    return Role.READ_ONLY if is_read_only else Role.ADMIN


def why_not(
    action: UserAction, *, is_self: bool, is_owner: bool, is_disabled: bool, is_erased: bool = False
) -> str | None:
    """Why this action cannot be done to this user, in a few words; None: it can."""
    if is_erased:
        return phrase("was erased")
    if action is UserAction.ENABLE:
        return None if is_disabled else phrase("is not disabled")
    if action is UserAction.ERASE:
        return None if is_disabled else phrase("is not disabled: disable them first")
    if action is UserAction.DISABLE and is_owner:
        return phrase("is the account owner, who is never disabled")
    if action is UserAction.DISABLE and is_self:
        return phrase("is you: ask another domain admin to disable you")
    if action is UserAction.DISABLE and is_disabled:
        return phrase("is disabled already")
    return None


def why_not_role(role: Role, before: Role, *, is_self: bool, is_owner: bool) -> str | None:
    """Why a user cannot be given this role, as a sentence; None: they can."""
    if is_owner and role is not Role.ADMIN:
        return phrase("The account owner always is a domain admin who may change everything.")
    if is_self and role is not before:
        return phrase("You cannot take your own rights in Administration away. Ask another domain admin to.")
    return None


def why_not_email(*, is_self: bool, is_owner: bool) -> str | None:
    """Why a user's e-mail address cannot be changed, as a sentence; None: it can.

    A link for a new password may go there: whoever could change the owner's address could take the account over.
    """
    if is_owner and not is_self:
        return phrase("Only the account owner changes the owner's e-mail address.")
    return None
