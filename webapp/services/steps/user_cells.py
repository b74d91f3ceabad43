"""What the cells of a user's line mean, in both directions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from webapp.domain.errors import Invalid
from webapp.domain.limits import checked_own_limit, checked_text
from webapp.domain.texts import phrase
from webapp.domain.user_actions import Role
from webapp.domain.user_names import checked_email
from webapp.services.steps.user_csv import COLUMNS
from webapp.services.steps.users import UserRecord

ROLES = {Role.USER: "no", Role.READ_ONLY: "read only", Role.ADMIN: "yes"}
ROLE_WORDS = {
    **{word: role for role, word in ROLES.items()},
    **dict.fromkeys(("y", "true", "1"), Role.ADMIN),
    **dict.fromkeys(("n", "false", "0"), Role.USER),
}
STATES = {"active": False, "disabled": True}


@dataclass(frozen=True, slots=True)
class WantedUser:
    """What a line asks a user to be."""

    name: str
    display_name: str
    email: str
    limit: int | None
    role: Role
    is_disabled: bool


def as_wanted(user: UserRecord) -> WantedUser:
    """A user as they are."""
    disabled = user.disabled_at is not None
    return WantedUser(user.name, user.display_name, user.email, user.own_limit, user.role, disabled)


def cells_of(user: WantedUser) -> dict[str, str]:
    """A user as cells, by column."""
    limit = "" if user.limit is None else str(user.limit)
    state = "disabled" if user.is_disabled else "active"
    cells = (user.name, user.display_name, user.email, limit, ROLES[user.role], state)
    return dict(zip(COLUMNS, cells, strict=True))


def with_cells(start: WantedUser, cells: dict[str, str]) -> tuple[WantedUser, tuple[str, ...]]:
    """The user with what the cells say, and everything that is wrong with them.

    A column that is not there leaves things as they are, and so does an empty cell, except that an empty own limit
    means: no limit of their own.
    """
    wanted, errors = start, []
    for column, (attribute, read) in _READ.items():
        if column in cells and (cells[column] or column == "own limit"):
            try:
                wanted = replace(wanted, **{attribute: read(cells[column])})
            except Invalid as problem:
                errors.append(problem.message)
    if not wanted.email and not errors:
        errors.append(phrase("Give a new user an e-mail address."))
    return wanted, tuple(errors)


def _limit(cell: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit()):
        raise Invalid(
            "limit", phrase("Own limit “%(cell)s”: give a whole number, or nothing for no limit.", cell=cell)
        )
    return checked_own_limit(int(cell[:20]))


def _role(cell: str) -> Role:
    role = ROLE_WORDS.get(cell.lower())
    if role is None:
        raise Invalid("role", phrase("Domain admin “%(cell)s”: write yes, no or read only.", cell=cell))
    return role


def _state(cell: str) -> bool:
    if cell.lower() not in STATES:
        raise Invalid("state", phrase("State “%(cell)s”: write active or disabled.", cell=cell))
    return STATES[cell.lower()]


_READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "full name": ("display_name", lambda cell: checked_text("display_name", cell, phrase("the full name"))),
    "e-mail": ("email", checked_email),
    "own limit": ("limit", _limit),
    "domain admin": ("role", _role),
    "state": ("is_disabled", _state),
}
"""For each column, what it sets and how its cell is read."""
