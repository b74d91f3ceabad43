"""Administration > Users: the account's users, searched, filtered and sorted, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, or_, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.wildcards import ESCAPE, like_patterns
from webapp.models import ClientSession, User
from webapp.models.base import UtcDateTime
from webapp.services.steps.users import RECORD, UserRecord, licenses_held, live_sessions, user_record

USERS_PER_PAGE = 100
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class UserSort(StrEnum):
    """What the list is sorted by; the user name decides between equals."""

    NAME = "name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    LICENSES = "licenses"
    LAST_SEEN = "last_seen"


class UserState(StrEnum):
    """Which users are listed."""

    ALL = "all"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before: what it was sorted by, as text, and its user name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class UserQuery:
    """What the list is asked to show. Wildcards in `search`: `*` and `?`."""

    search: str = ""
    state: UserState = UserState.ALL
    sort: UserSort = UserSort.NAME
    descending: bool = False
    after: After | None = None


@dataclass(frozen=True, slots=True)
class ListedUser:
    """A user in the list, with how many licenses they hold now."""

    user: UserRecord
    licenses: int


@dataclass(frozen=True, slots=True)
class UserPage:
    """A page of the list. `total` counts all that match, on every page; `next` continues it."""

    users: tuple[ListedUser, ...]
    total: int
    next: After | None


def list_users(
    db: Database, actor: Actor, query: UserQuery, now: datetime, limit: int = USERS_PER_PAGE
) -> UserPage:
    """List users of the actor's account."""
    held = _held(actor.account_id, now)
    wanted = _wanted(actor, query)
    with db.read() as tx:
        total = tx.execute(select(func.count()).select_from(User).where(*wanted)).scalar_one()
        rows = tx.execute(_page(query, held, wanted).limit(limit + 1)).all()
    users = tuple(ListedUser(user_record(row), row.licenses) for row in rows[:limit])
    return UserPage(users, total, _after(query.sort, users[-1]) if len(rows) > limit else None)


def _held(account_id: int, now: datetime) -> Subquery:
    """Each user's licenses by what is true now, whatever a lagging row still says."""
    return (
        select(ClientSession.user_id, licenses_held().label("licenses"))
        .where(*live_sessions(account_id, now))
        .group_by(ClientSession.user_id)
        .subquery()
    )


def _wanted(actor: Actor, query: UserQuery) -> list[ColumnElement[bool]]:
    wanted = [User.account_id == actor.account_id]
    if query.state is not UserState.ALL:
        disabled = User.disabled_at.is_not(None)
        wanted.append(disabled if query.state is UserState.DISABLED else ~disabled)
    return wanted + [_matches(pattern) for pattern in like_patterns(_without_domain(actor, query.search))]


def _without_domain(actor: Actor, search: str) -> str:
    """Somebody may paste a whole user name, as `\\\\acme\\ben`."""
    return search.strip().removeprefix("\\\\").removeprefix(f"{actor.domain}\\")


def _matches(pattern: str) -> ColumnElement[bool]:
    texts = (User.name, User.display_name, User.email)
    return or_(*(func.lower(text).like(pattern, escape=ESCAPE) for text in texts))


def _page(query: UserQuery, held: Subquery, wanted: list[ColumnElement[bool]]) -> Select[Any]:
    key = _sort_key(query.sort, held)
    page = (
        select(*RECORD, func.coalesce(held.c.licenses, 0).label("licenses"))
        .outerjoin(held, held.c.user_id == User.user_id)
        .where(*wanted)
    )
    if query.after is not None:
        page = page.where(_beyond(key, query, query.after))
    return page.order_by(key.desc() if query.descending else key, User.name)


def _beyond(key: ColumnElement[Any], query: UserQuery, after: After) -> ColumnElement[bool]:
    value = _READ[query.sort](after.value)
    further = key < value if query.descending else key > value
    return or_(further, and_(key == value, User.name > after.name))


def _sort_key(sort: UserSort, held: Subquery) -> ColumnElement[Any]:
    keys: dict[UserSort, ColumnElement[Any]] = {
        UserSort.NAME: func.lower(User.name),
        UserSort.FULL_NAME: func.lower(User.display_name),
        UserSort.EMAIL: func.lower(User.email),
        UserSort.LICENSES: func.coalesce(held.c.licenses, 0),
        UserSort.LAST_SEEN: func.coalesce(User.last_seen_at, literal(NEVER, UtcDateTime)),
    }
    return keys[sort]


def _after(sort: UserSort, last: ListedUser) -> After:
    user = last.user
    values: dict[UserSort, Any] = {
        UserSort.NAME: user.name,
        UserSort.FULL_NAME: user.display_name,
        UserSort.EMAIL: user.email,
        UserSort.LICENSES: last.licenses,
        UserSort.LAST_SEEN: (user.last_seen_at or NEVER).isoformat(),
    }
    return After(str(values[sort]), user.name)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return NEVER
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_READ: dict[UserSort, Callable[[str], Any]] = {
    UserSort.NAME: func.lower,
    UserSort.FULL_NAME: func.lower,
    UserSort.EMAIL: func.lower,
    UserSort.LICENSES: lambda text: int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0,
    UserSort.LAST_SEEN: _moment,
}
"""How the value of `After` is read. The database lowers the letters, as it does those of the column."""
