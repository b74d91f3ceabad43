"""The list of users as one view model: page and fragment are rendered from it."""

from dataclasses import dataclass
from datetime import datetime

from webapp import words
from webapp.domain.access import Actor, may_change
from webapp.domain.texts import phrase, phrases
from webapp.domain.units import count
from webapp.domain.user_actions import Role
from webapp.services.list_users import ListedUser, UserPage, UserSort
from webapp.services.steps.users import UserRecord
from webapp.web.administration.users.view import SORTS, STATES, ListView
from webapp.web.license_usage.texts import Moment, moment

ROLE_BADGES = {Role.ADMIN: phrase("Domain admin"), Role.READ_ONLY: phrase("May look"), Role.USER: ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One user as a row. `licenses_title` says in words what the number means."""

    name: str
    display_name: str
    email: str
    badge: str
    is_disabled: bool
    is_self: bool
    licenses: str
    licenses_title: str
    is_connected: bool
    last_seen: Moment | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that the list can be sorted by."""

    label: str
    view: ListView
    direction: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list as one domain admin sees it now."""

    view: ListView
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]
    total: str
    next: ListView | None
    may_change: bool
    states: tuple[tuple[str, str], ...] = tuple((state.value, label) for state, label in STATES.items())
    sorts: tuple[tuple[str, str], ...] = tuple((sort.value, label) for sort, label in SORTS.items())


def list_page(found: UserPage, view: ListView, actor: Actor, now: datetime) -> ListPage:
    """Lay out what was read."""
    return ListPage(
        view=view,
        lines=tuple(_line(user, actor, now) for user in found.users),
        headings=tuple(_heading(sort, label, view) for sort, label in SORTS.items()),
        total=count(found.total, "user"),
        next=view.page_after(found.next) if found.next else None,
        may_change=may_change(actor),
    )


def badge(user: UserRecord) -> str:
    """What sets a user apart in Administration."""
    return phrase("Owner") if user.is_owner else ROLE_BADGES[user.role]


def licenses_of(licenses: int, own_limit: int | None) -> tuple[str, str]:
    """How many licenses a user holds, of how many they may: as a number, and in words."""
    if own_limit is None:
        return words.number(licenses), phrases(
            "%(number)s license held now; no limit of their own",
            "%(number)s licenses held now; no limit of their own",
            licenses,
        )
    return phrase("%(held)s of %(limit)s", held=licenses, limit=own_limit), phrases(
        "%(number)s license held now, of at most %(limit)s",
        "%(number)s licenses held now, of at most %(limit)s",
        licenses,
        limit=own_limit,
    )


def _line(listed: ListedUser, actor: Actor, now: datetime) -> Line:
    user = listed.user
    licenses, title = licenses_of(listed.licenses, user.own_limit)
    return Line(
        name=user.name,
        display_name=user.display_name,
        email=user.email,
        badge=badge(user),
        is_disabled=user.disabled_at is not None,
        is_self=user.user_id == actor.user_id,
        licenses=licenses,
        licenses_title=title,
        is_connected=listed.licenses > 0,
        last_seen=moment(user.last_seen_at, now) if user.last_seen_at else None,
    )


def _heading(sort: UserSort, label: str, view: ListView) -> Heading:
    if sort is not view.query.sort:
        return Heading(label, view.sorted_by(sort), "none")
    return Heading(label, view.sorted_by(sort), "descending" if view.query.descending else "ascending")
