"""A made-up history of sessions: the same for the same seed, and told once more as plainly as possible."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGAN = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
HEADER = "user,device,started,ended,remote,kind,id"


@dataclass(frozen=True, slots=True)
class Made:
    """A session of the history."""

    user: str
    device: str
    started: datetime
    ended: datetime

    def line(self, number: int) -> str:
        """As a line of the file."""
        return f"{self.user},{self.device},{self.started.isoformat()},{self.ended.isoformat()},SRV-{number % 9},,{number}"


def made_history(count: int, users: int, seed: int = 7, gap: float = 300.0) -> list[Made]:
    """Sessions that begin every `gap` seconds on average, from half a minute to hours, of users at one or two devices."""
    chance, now, made = random.Random(seed), BEGAN, []
    for _ in range(count):
        now += timedelta(seconds=round(chance.expovariate(1 / gap), 3))
        user = chance.randrange(users)
        lasts = timedelta(seconds=round(30 + chance.expovariate(1 / 1500), 6))
        made.append(Made(f"user{user}", f"PC-{user}-{chance.randrange(2)}", now, now + lasts))
    return made


def as_file(history: list[Made]) -> Iterator[str]:
    """The history as the lines of a file."""
    yield HEADER + "\r\n"
    for number, session in enumerate(history, 1):
        yield session.line(number) + "\r\n"


def held(history: list[Made]) -> list[tuple[datetime, datetime]]:
    """The spans in which a license was held: those in which a user had at least one session on a device."""
    by_pair: dict[tuple[str, str], list[tuple[datetime, datetime]]] = {}
    for session in sorted(history, key=lambda each: each.started):
        spans = by_pair.setdefault((session.user, session.device), [])
        if spans and session.started <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], session.ended))
        else:
            spans.append((session.started, session.ended))
    return [span for spans in by_pair.values() for span in spans]
