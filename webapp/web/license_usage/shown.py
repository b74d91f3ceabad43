"""What an open page shows, and how a page that has just been loaded says so: nothing of it need be sent again."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b

from markupsafe import Markup

from webapp.web.license_usage.table import RenderedGroup

BYTES = 4
MARK = 6
"""Characters that four bytes become."""
PARTS = 4
OTHER: object = object()
"""Stands for what a page shows and we do not know: it equals nothing."""
GONE = RenderedGroup("", OTHER, Markup())
"""Stands for rows that a page has in another order, or that are no more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts that change by themselves. `around`: what the table says beside its rows."""

    banner: object
    overview: object
    tips: object
    groups: tuple[RenderedGroup, ...]
    around: object

    @property
    def claim(self) -> str:
        """What the page carries, in characters that may stand in an address: a mark for each part and for each group."""
        return "".join((*self._part_marks(), *self._group_marks()))

    def as_claimed(self, claim: str) -> "Shown | None":
        """What a page with this claim shows: what is the same as here, and `OTHER`. None: that cannot be read."""
        if len(claim) < PARTS * MARK or len(claim) % MARK:
            return None
        marks = [claim[at : at + MARK] for at in range(0, len(claim), MARK)]
        parts, of_groups, mine = marks[:PARTS], marks[PARTS:], self._group_marks()
        values = (self.banner, self.overview, self.tips, self.around)
        same = [
            value if mark == now else OTHER
            for value, mark, now in zip(values, parts, self._part_marks(), strict=True)
        ]
        known = set(of_groups)
        groups = tuple(group for group, mark in zip(self.groups, mine, strict=True) if mark in known)
        banner, overview, tips, around = same
        return Shown(banner, overview, tips, groups if mine == of_groups else (*groups, GONE), around)

    def _part_marks(self) -> list[str]:
        return [_mark(part) for part in (self.banner, self.overview, self.tips, self.around)]

    def _group_marks(self) -> list[str]:
        return [_mark((group.id, group.about)) for group in self.groups]


def _mark(what: object) -> str:
    """Equal for what is written down equally: values, all of them."""
    return urlsafe_b64encode(blake2b(repr(what).encode(), digest_size=BYTES).digest()).decode()[:MARK]
