"""What of the refusals somebody looks at: the page, and the refusal whose holders are shown. It lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from webapp.domain.errors import Invalid
from webapp.services.report_refusals import WishPlace, read_wish_place


@dataclass(frozen=True, slots=True)
class RefusalsView:
    """`period`: what the address says of the period. `held`: the refusal whose holders are shown."""

    period: Mapping[str, str]
    after: WishPlace | None = None
    held: UUID | None = None

    @property
    def suffix(self) -> str:
        """The part of an address behind the path."""
        given = {"after": self.after, "held": self.held}
        parts = {name: str(value) for name, value in given.items() if value is not None}
        return f"?{urlencode({**self.period, **parts})}"

    @property
    def export_suffix(self) -> str:
        """The same for the export, which has all of the period."""
        return f"?{urlencode(self.period)}"

    def page_after(self, place: WishPlace | None) -> "RefusalsView":
        """A page further on (or back at the first one)."""
        return RefusalsView(self.period, place)

    def holders_of(self, refusal_id: UUID | None) -> "RefusalsView":
        """The same page with the holders of one refusal, or of none."""
        return replace(self, held=refusal_id)


def read_view(args: Mapping[str, str], period: Mapping[str, str]) -> RefusalsView:
    """Read the view from an address; what makes no sense there counts as not given."""
    return RefusalsView(period, _place(args.get("after", "")), _uuid(args.get("held", "")))


def _place(text: str) -> WishPlace | None:
    try:
        return read_wish_place(text) if text else None
    except Invalid:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
