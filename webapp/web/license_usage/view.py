"""What of License Usage somebody looks at: search, filter, page and the refusal that led here. It lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from webapp.domain.texts import phrase
from webapp.services.view_usage import UsageQuery

FILTERS = {
    "all": phrase("All sessions"),
    "mine": phrase("My sessions"),
    "ending": phrase("Ending"),
    "ppu": phrase("On pay per use"),
    "paused": phrase("Paused"),
}
LONGEST_SEARCH = 100
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class View:
    """The query of the table, the id of a refusal to explain above it, and the user through whose eyes to look."""

    query: UsageQuery
    refusal: UUID | None = None
    view_as: str = ""

    @property
    def suffix(self) -> str:
        """The part of an address behind the path, empty for the plain page."""
        query = self.query
        given = {"q": query.search, "show": query.show, "after": query.after, "refusal": self.refusal}
        given["view_as"] = self.view_as
        parts = {name: value for name, value in given.items() if value not in ("", None, "all")}
        return f"?{urlencode(parts)}" if parts else ""

    @property
    def is_filtered(self) -> bool:
        """Whether some sessions are left out."""
        return bool(self.query.search) or self.query.show != "all"

    def page_after(self, license_number: int | None) -> "View":
        """The same view, a page further on (or back at the first one)."""
        return replace(self, query=replace(self.query, after=license_number))

    def unfiltered(self) -> "View":
        """The same page with all sessions."""
        return replace(self, query=UsageQuery())


def read_view(args: Mapping[str, str]) -> View:
    """Read a view from an address; what makes no sense there counts as not given."""
    show = args.get("show", "all")
    after = args.get("after", "")
    query = UsageQuery(
        search=args.get("q", "").strip()[:LONGEST_SEARCH],
        show=show if show in FILTERS else "all",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None,
    )
    return View(query, _uuid(args.get("refusal", "")), args.get("view_as", "").strip().lower()[:LONGEST_NAME])


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
