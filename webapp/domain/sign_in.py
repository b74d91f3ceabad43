"""How people prove who they are: the second step, what may stand in the way, and how long a browser stays signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DEFAULT_BROWSER_HOURS = 14 * 24
BROWSER_HOURS_MAX = 365 * 24


class TwoStep(StrEnum):
    """Who has to use two-step verification."""

    OPTIONAL = "optional"
    ADMINS = "admins"
    EVERYBODY = "everybody"


class Duty(StrEnum):
    """What somebody who is signed in has to do before anything else."""

    CHANGE_PASSWORD = "change_password"  # noqa: S105 - a duty, no password
    SET_UP_TWO_STEP = "set_up_two_step"


class Obstacle(StrEnum):
    """Why a sign-in did not succeed."""

    WRONG = "wrong"
    """Name or password; which of the two is never told."""
    TRY_LATER = "try_later"
    CODE_NEEDED = "code_needed"
    CODE_WRONG = "code_wrong"
    START_AGAIN = "start_again"
    """Too long between password and code, or the password changed in between."""
    CHANGE_PASSWORD_FIRST = "change_password_first"  # noqa: S105
    SET_UP_TWO_STEP_FIRST = "set_up_two_step_first"


@dataclass(frozen=True, slots=True)
class LockedOut:
    """That signing in as a user is delayed now, for whoever is to be told."""

    login: str
    address: str
    failures: int
    owner_name: str
    owner_email: str
    owner_language: str


@dataclass(frozen=True, slots=True)
class NotSignedIn:
    """A sign-in that did not succeed. `seconds`: how long to wait. `locked_out`: the owner is to be told this."""

    obstacle: Obstacle
    seconds: int = 0
    locked_out: LockedOut | None = None


def must_use_two_step(rule: TwoStep, *, is_domain_admin: bool) -> bool:
    """Whether the account requires two-step verification of this user."""
    return rule is TwoStep.EVERYBODY or (rule is TwoStep.ADMINS and is_domain_admin)


def must_set_up_two_step(rule: TwoStep, *, is_domain_admin: bool, has_set_up: bool) -> bool:
    """Whether this user has to set the second step up before going on."""
    return must_use_two_step(rule, is_domain_admin=is_domain_admin) and not has_set_up


def signed_in_until(signed_in_at: datetime, browser_hours: int) -> datetime:
    """When a browser's sign-in ends by itself. Counted from the sign-in: being busy does not make it longer."""
    return signed_in_at + timedelta(hours=browser_hours)
