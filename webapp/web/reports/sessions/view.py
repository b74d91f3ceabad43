"""What of the history somebody looks at: filters, order and page. It lives in the address, with the period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from webapp.domain.errors import Invalid
from webapp.domain.periods import Period
from webapp.domain.states import EndReason, Funding, SessionKind
from webapp.services.steps.history_pages import Place, Sort, read_place
from webapp.services.steps.session_history import HistoryQuery, SessionFilterState

LONGEST_SEARCH = 100
MOST_FIRST = {Sort.STARTED, Sort.DURATION}
"""What one sorts by to see the latest, or the longest, first."""

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SessionsView:
    """The filters as they stand in the address. `period`: what the address says of the period."""

    period: Mapping[str, str]
    user: str = ""
    device: str = ""
    remote: str = ""
    kind: SessionKind | None = None
    state: SessionFilterState | None = None
    ended: EndReason | None = None
    paid: Funding | None = None
    sort: Sort = Sort.STARTED
    descending: bool = True
    after: Place | None = None

    @property
    def filters(self) -> dict[str, str]:
        """What the address carries of the filters, besides the period."""
        given = {
            "user": self.user,
            "device": self.device,
            "remote": self.remote,
            "kind": self.kind,
            "state": self.state,
            "ended": self.ended,
            "paid": self.paid,
        }
        return {name: str(value) for name, value in given.items() if value}

    @property
    def kept(self) -> dict[str, str]:
        """What stays in the address when another period is chosen."""
        order = {"sort": str(self.sort)} if self.sort is not Sort.STARTED else {}
        return {**self.filters, **order, **({"order": self.order} if self.is_reversed else {})}

    @property
    def suffix(self) -> str:
        """The part of an address behind the path."""
        place = {"after": str(self.after)} if self.after else {}
        return f"?{urlencode({**self.period, **self.kept, **place})}"

    @property
    def export_suffix(self) -> str:
        """The same for the export, which has all of it in the order of time."""
        return f"?{urlencode({**self.period, **self.filters})}"

    @property
    def order(self) -> str:
        """The direction, as the address says it."""
        return "desc" if self.descending else "asc"

    @property
    def is_reversed(self) -> bool:
        """Whether the order is the other way round than this column's usual one."""
        return self.descending != (self.sort in MOST_FIRST)

    def query(self, period: Period) -> HistoryQuery:
        """What is asked for in this period."""
        return HistoryQuery(
            period.start, period.end, self.user, self.device, self.remote,
            kind=self.kind, state=self.state, end_reason=self.ended, funding=self.paid,
        )  # fmt: skip

    def sorted_by(self, sort: Sort) -> "SessionsView":
        """The report by this column from its start; by the same column, the other way round."""
        descending = not self.descending if sort is self.sort else sort in MOST_FIRST
        return replace(self, sort=sort, descending=descending, after=None)

    def page_after(self, place: Place | None) -> "SessionsView":
        """The same report, a page further on (or back at the first one)."""
        return replace(self, after=place)

    def unfiltered(self) -> "SessionsView":
        """The same period without filters."""
        return SessionsView(self.period, sort=self.sort, descending=self.descending)


def read_view(args: Mapping[str, str], period: Mapping[str, str]) -> SessionsView:
    """Read the view from an address; what makes no sense there counts as not given."""
    sort = _word(Sort, args.get("sort")) or Sort.STARTED
    order = args.get("order")
    return SessionsView(
        period,
        user=_text(args.get("user", "")),
        device=_text(args.get("device", "")),
        remote=_text(args.get("remote", "")),
        kind=_word(SessionKind, args.get("kind")),
        state=_word(SessionFilterState, args.get("state")),
        ended=_word(EndReason, args.get("ended")),
        paid=_word(Funding, args.get("paid")),
        sort=sort,
        descending=order == "desc" if order in ("asc", "desc") else sort in MOST_FIRST,
        after=_place(args.get("after", ""), sort),
    )


def _text(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST_SEARCH]


def _word(words: type[Word], text: str | None) -> Word | None:
    return next((word for word in words if word == text), None)


def _place(text: str, sort: Sort) -> Place | None:
    try:
        return read_place(text, sort) if text else None
    except Invalid:
        return None
