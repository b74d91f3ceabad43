"""How guessing session codes is slowed down, for each address and overall (product.md, "Words": support session).

A few wrong codes are free, since people mistype. After those an address waits, longer each time. Once many wrong codes came
from everywhere, every address that has had one waits; one that has had none still gets its try, so that flooding the
server with wrong codes does not keep invited people out.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webapp.domain.sign_in_protection import LONGEST_DELAY, delay_after, seconds_left

FREE_WRONG_CODES = 5
"""From how many wrong codes on an address waits before the next one."""
LATELY = timedelta(hours=1)
"""How long a wrong code counts against its address: not longer, as a whole office may share one."""
COUNTED_FOR = timedelta(days=1)
"""How long it counts in what owners are told."""
PERIOD = timedelta(minutes=10)
"""Wrong codes are counted by address and by periods of this length."""
MANY_WRONG_CODES = 100
"""More than so many from everywhere, in the present period and the one before it, are many."""
DELAY_WHEN_MANY = timedelta(minutes=1)
"""What an address then waits at least, for each wrong code that it has had."""


@dataclass(frozen=True, slots=True)
class WrongCodesOf:
    """How many wrong codes an address has had lately, and when the last one was."""

    tries: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WrongCodes:
    """How many wrong codes came from everywhere within `COUNTED_FOR`, and from how many addresses."""

    tries: int
    addresses: int


def period_of(now: datetime) -> datetime:
    """When the period that `now` lies in began."""
    since = now.astimezone(UTC) - datetime.min.replace(tzinfo=UTC)
    return now - since % PERIOD


def counted_since(now: datetime) -> datetime:
    """The first period whose wrong codes owners are still told of."""
    return period_of(now) - COUNTED_FOR


def lately_since(now: datetime) -> datetime:
    """The first period whose wrong codes still count against their address."""
    return period_of(now) - LATELY


def recent_since(now: datetime) -> datetime:
    """The first period that decides whether many wrong codes came lately."""
    return period_of(now) - PERIOD


def are_many(recent: int) -> bool:
    """Whether so many wrong codes came lately, from everywhere, that somebody may be guessing from many addresses."""
    return recent > MANY_WRONG_CODES


def wait(of_address: WrongCodesOf, recent: int, now: datetime) -> int:
    """How many whole seconds the next code from an address still has to wait; 0: it may be tried."""
    if of_address.last_at is None or of_address.tries == 0:
        return 0
    delay = delay_after(of_address.tries, FREE_WRONG_CODES)
    if are_many(recent):
        delay = max(delay, min(of_address.tries * DELAY_WHEN_MANY, LONGEST_DELAY))
    return seconds_left(of_address.last_at + delay, now)
