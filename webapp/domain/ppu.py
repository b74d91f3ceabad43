"""Pay per use: whether a minute can be drawn, and by whom (product.md, "Pay per use and prepaid").

A minute is paid when it begins. What stands in the way of drawing one is a `PpuObstacle`, which has words for people.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from webapp.domain.texts import phrase

DEFAULT_LOW_MINUTES = 60
BALANCE_MAX = 1_000_000_000
A_MINUTE = timedelta(minutes=1)


class PpuConsent(StrEnum):
    """Whether a session may begin on pay per use: `tell` lets it and says so, `ask` wants a yes first."""

    TELL = "tell"
    ASK = "ask"


class EntryKind(StrEnum):
    """What an entry of the ledger stands for."""

    PURCHASE = "purchase"
    USE = "use"
    CORRECTION = "correction"


class PpuObstacle(StrEnum):
    """Why a minute cannot be drawn."""

    OFF = "off"
    EXPIRED = "expired"
    USED_UP = "used_up"
    DAY_CAP = "day_cap"
    USER_DAY_CAP = "user_day_cap"
    DECLINED = "declined"


OBSTACLES = {
    PpuObstacle.OFF: phrase("pay per use is off"),
    PpuObstacle.EXPIRED: phrase("pay per use has expired"),
    PpuObstacle.USED_UP: phrase("the pay-per-use minutes are used up"),
    PpuObstacle.DAY_CAP: phrase("the account has used its pay-per-use minutes of today"),
    PpuObstacle.USER_DAY_CAP: phrase("this user has used their pay-per-use minutes of today"),
    PpuObstacle.DECLINED: phrase("pay-per-use minutes were not wanted"),
}
"""As people read it, within a sentence."""


@dataclass(slots=True)
class Budget:
    """What the account may still spend. `draw` spends; all else only looks.

    `used` counts the minutes of each user and day that may matter here; days are those of the account's time zone.
    `user_caps` has the minutes a day of users that have a cap; `user_cap` is everybody else's.
    """

    is_on: bool
    expires_at: datetime | None
    minutes: int
    zone: tzinfo
    day_cap: int | None = None
    user_cap: int | None = None
    user_caps: Mapping[int, int] = field(default_factory=dict)
    used: Counter[tuple[int, date]] = field(default_factory=Counter)

    def obstacle(self, user_id: int, at: datetime) -> PpuObstacle | None:
        """What stands in the way of this user's next minute; None: nothing does."""
        if not self.is_on:
            return PpuObstacle.OFF
        if self.expires_at is not None and self.expires_at <= at:
            return PpuObstacle.EXPIRED
        if self.minutes < 1:
            return PpuObstacle.USED_UP
        day = self._day(at)
        if self.day_cap is not None and self._used_on(day) >= self.day_cap:
            return PpuObstacle.DAY_CAP
        cap = self.user_caps.get(user_id, self.user_cap)
        if cap is not None and self.used[user_id, day] >= cap:
            return PpuObstacle.USER_DAY_CAP
        return None

    def draw(self, user_id: int, at: datetime) -> PpuObstacle | None:
        """Spend the minute that begins at `at`, or say what stands in the way."""
        obstacle = self.obstacle(user_id, at)
        if obstacle is None:
            self.minutes -= 1
            self.used[user_id, self._day(at)] += 1
        return obstacle

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _used_on(self, day: date) -> int:
        return sum(minutes for (_, of_day), minutes in self.used.items() if of_day == day)


def last_day(expires_at: datetime | None, zone: tzinfo) -> date | None:
    """The last day on which minutes can be used; None: they do not expire."""
    return None if expires_at is None else (expires_at - timedelta(microseconds=1)).astimezone(zone).date()
