"""Load: wrk with its script, bounded in time and in requests, on loopback only; and what came of it."""

import json
import statistics
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("load.lua")
CLIENTS = 16


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU in seconds (or cores, over a while), and memory in MiB."""

    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Requests:
    """What is asked. Request N carries the token `prefix`N, `first` to `last`; then they stop, or begin again (`repeat`)."""

    method: str
    path: str
    prefix: str = "-"
    first: int = 1
    last: int = 1_000_000_000
    body: str = ""
    repeat: bool = False
    salt: str = ""
    """What makes an Idempotency-Key of each number; empty: none is sent."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of one round. Latencies are of all answers, in milliseconds."""

    seconds: float
    good: int
    refused: int
    p50_ms: float
    p99_ms: float
    max_ms: float
    used: Usage | None = None

    @property
    def per_second(self) -> float:
        """Answers a second, let in and refused alike."""
        return (self.good + self.refused) / self.seconds


def wrk(url: str, asked: Requests, seconds: int, clients: int = CLIENTS) -> Answers:
    """Put load on a server. Raises AssertionError for any answer that is neither a success nor a refusal."""
    if not url.startswith("http://127.0.0.1:"):
        raise ValueError("load goes to loopback only")
    script = [asked.method, asked.path, asked.prefix, str(asked.first), str(asked.last), asked.body]
    order = ["round" if asked.repeat else "once", asked.salt]
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", SCRIPT, url, "--", *script, *order],
        capture_output=True, text=True, timeout=seconds + 60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    found = json.loads(done.stdout.splitlines()[-1])
    assert not found["other"], f"{asked}: {found}"
    assert not found["broken"], f"{asked}: {found}"
    keys = ("seconds", "good", "refused", "p50_ms", "p99_ms", "max_ms")
    return Answers(**{key: found[key] for key in keys})


@dataclass(frozen=True, slots=True)
class Measured:
    """One contestant over all rounds: medians."""

    rounds: tuple[Answers, ...]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return statistics.median(each.per_second for each in self.rounds)

    @property
    def p50_ms(self) -> float:
        """Half of the answers took no longer."""
        return statistics.median(each.p50_ms for each in self.rounds)

    @property
    def p99_ms(self) -> float:
        """99 of 100 answers took no longer."""
        return statistics.median(each.p99_ms for each in self.rounds)

    @property
    def cpu(self) -> float | None:
        """Cores that the server used."""
        return statistics.median(found) if (found := [r.used.cpu for r in self.rounds if r.used]) else None

    @property
    def memory(self) -> float | None:
        """MiB of the server in the last round."""
        last = self.rounds[-1].used
        return last.memory if last else None

    @property
    def rate(self) -> str:
        """The rate as the table shows it."""
        return f"{self.per_second:,.0f}/s"


def in_turns(contestants: Mapping[str, Callable[[int], Answers]], rounds: int) -> dict[str, Measured]:
    """Measure A B A B …, as the machine is never quiet. Round 0 warms up and is not counted."""
    found: dict[str, list[Answers]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, measure in contestants.items():
            found[name].append(measure(number))
    return {name: Measured(tuple(each[1:])) for name, each in found.items()}


def ratio_of(ours: Measured, theirs: Measured) -> float:
    """The ratio of rates: the median of what each round gave, so that noise of the machine falls out."""
    pairs = zip(ours.rounds, theirs.rounds, strict=True)
    return statistics.median(our.per_second / their.per_second for our, their in pairs)
