"""How an account's pay per use stands, as one word for programs and a few for people."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from webapp.domain.ppu import last_day
from webapp.domain.texts import phrase


@dataclass(frozen=True, slots=True)
class PpuTerms:
    """Whether minutes may be used, until when, and how many there are. `expires_at` None: they do not expire."""

    is_on: bool
    expires_at: datetime | None
    minutes: int
    zone: tzinfo

    @property
    def last_day(self) -> date | None:
        """The last day on which minutes can be used."""
        return last_day(self.expires_at, self.zone)

    def has_expired(self, now: datetime) -> bool:
        """Whether that day is over."""
        return self.expires_at is not None and self.expires_at <= now

    def is_usable(self, now: datetime) -> bool:
        """Whether somebody can be let in on minutes, caps aside."""
        return self.is_on and not self.has_expired(now) and self.minutes > 0

    def in_words(self, now: datetime) -> str:
        """`On`, `Off`, `On, last day 31 Dec 2026`, `Expired on 31 Dec 2026`."""
        state = phrase("On") if self.is_on else phrase("Off")
        if self.last_day is None:
            return state
        return (
            phrase("Expired after %(day)s", day=self.last_day)
            if self.has_expired(now)
            else phrase("%(state)s, last day %(day)s", state=state, day=self.last_day)
        )
