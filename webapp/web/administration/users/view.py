"""What of the list somebody looks at: search, state, order and page. It lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from webapp.domain.texts import phrase
from webapp.services.list_users import After, UserQuery, UserSort, UserState

STATES = {
    UserState.ALL: phrase("All users"),
    UserState.ACTIVE: phrase("Active"),
    UserState.DISABLED: phrase("Disabled"),
}
SORTS = {
    UserSort.NAME: phrase("User name"),
    UserSort.FULL_NAME: phrase("Full name"),
    UserSort.EMAIL: phrase("E-mail"),
    UserSort.LICENSES: phrase("Licenses now"),
    UserSort.LAST_SEEN: phrase("Last seen"),
}
MOST_FIRST = {UserSort.LICENSES, UserSort.LAST_SEEN}
"""What one sorts by to see the most, or the latest, first."""
LONGEST_SEARCH = 100
LONGEST_VALUE = 300

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ListView:
    """The query of the list, as an address."""

    query: UserQuery

    @property
    def suffix(self) -> str:
        """The part of an address behind the path, empty for the plain list."""
        query, parts = self.query, {}
        if query.search:
            parts["q"] = query.search
        if query.state is not UserState.ALL:
            parts["state"] = query.state.value
        if query.sort is not UserSort.NAME:
            parts["sort"] = query.sort.value
        if self.is_reversed:
            parts["order"] = self.order
        if query.after is not None:
            parts |= {"after": query.after.name, "at": query.after.value}
        return f"?{urlencode(parts)}" if parts else ""

    @property
    def order(self) -> str:
        """The direction, as the address says it."""
        return "desc" if self.query.descending else "asc"

    @property
    def is_reversed(self) -> bool:
        """Whether the order is the other way round than this column's usual one."""
        return self.query.descending != (self.query.sort in MOST_FIRST)

    @property
    def is_filtered(self) -> bool:
        """Whether some users are left out."""
        return bool(self.query.search) or self.query.state is not UserState.ALL

    def sorted_by(self, sort: UserSort) -> "ListView":
        """The list by this column from its start; by the same column, the other way round."""
        again = sort is self.query.sort
        descending = not self.query.descending if again else sort in MOST_FIRST
        return ListView(replace(self.query, sort=sort, descending=descending, after=None))

    def page_after(self, after: After | None) -> "ListView":
        """The same list, a page further on (or back at the first one)."""
        return ListView(replace(self.query, after=after))

    def unfiltered(self) -> "ListView":
        """All users, in the same order."""
        return ListView(replace(self.query, search="", state=UserState.ALL, after=None))


def read_view(args: Mapping[str, str]) -> ListView:
    """Read the list's view from an address; what makes no sense there counts as not given."""
    sort = _word(args.get("sort"), UserSort.NAME)
    order = args.get("order")
    after = After(args.get("at", "")[:LONGEST_VALUE], args["after"]) if args.get("after") else None
    return ListView(
        UserQuery(
            search=args.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
            state=_word(args.get("state"), UserState.ALL),
            sort=sort,
            descending=order == "desc" if order in ("asc", "desc") else sort in MOST_FIRST,
            after=after,
        )
    )


def _word(text: str | None, otherwise: Word) -> Word:
    try:
        return type(otherwise)(text or otherwise)
    except ValueError:
        return otherwise
