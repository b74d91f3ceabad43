"""How many licenses are enough: a demand is replayed against other numbers, and the answer says how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from webapp.domain.replay import Demand, Waiting, minutes_by_number, refusals_by_day, waiting_in_line

SERVED = (0.95, 0.99, 1.0)
"""The shares of wishes to be served for which the smallest number of licenses is named."""
UNLIMITED = 1_000_000
"""Licenses that are never all in use: what is refused with so many, users' own limits refuse."""
SURE = 1.645
"""Standard deviations to either side within which nine of ten samples lie."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What a license costs for a month and a pay-per-use minute, in one currency, and how many months the period has."""

    license_month: float
    minute: float
    months: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would have happened with so many licenses.

    `refused` of all wishes, without pay per use; `served` is the share that was not, and with nine chances in ten it lies
    between `at_least` and `at_most` in times like these. `minutes`: what those for whom none was free would have used,
    had they run on minutes until one was. `waiting`: had they waited in line instead; None where the line would never end.
    """

    licenses: int
    refused: int
    served: float
    at_least: float
    at_most: float
    minutes: int
    waiting: Waiting | None
    cost_licenses: float | None = None
    cost_with_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Sizing:
    """The answer. `enough`: for each share of `SERVED`, the smallest number that serves it; None: more than were tried.

    `by_own_limits`: wishes that users' own limits would have refused, whatever the number. `cheapest`: the number at which
    licenses and minutes together cost least, where prices are known.
    """

    wishes: int
    days: int
    peak: int
    by_own_limits: int
    outcomes: tuple[Outcome, ...]
    enough: Mapping[float, int | None]
    cheapest: int | None


def size(
    demand: Demand, most: int, own_limits: Mapping[int, int] | None = None, prices: Prices | None = None
) -> Sizing:
    """Replay the demand for 1 to `most` licenses, and for none where everybody runs on minutes."""
    wishes = len(demand.starts)
    by_day = refusals_by_day(demand, [*range(1, most + 1), UNLIMITED], own_limits) if wishes else []
    by_own_limits = sum(row[most] for row in by_day)
    of_day = [0] * len(by_day)
    for day in demand.days:
        of_day[day] += 1
    minutes = minutes_by_number(demand.starts, demand.lasts, most)
    busy = _average_in_use(demand)
    outcomes = tuple(
        _outcome(
            n, [row[n - 1] for row in by_day], of_day, minutes[n], _waiting(demand, n, busy, by_day), prices
        )
        for n in range(1, most + 1)
    )
    return Sizing(
        wishes=wishes,
        days=len(by_day),
        peak=next((o.licenses for o in outcomes if o.minutes == 0), most),
        outcomes=outcomes,
        by_own_limits=by_own_limits,
        enough={share: _enough(outcomes, share, wishes, by_own_limits) for share in SERVED},
        cheapest=_cheapest(outcomes),
    )


def _outcome(
    licenses: int,
    refused_by_day: Sequence[int],
    wishes_by_day: Sequence[int],
    minutes: int,
    waiting: Waiting | None,
    prices: Prices | None,
) -> Outcome:
    wishes, refused = sum(wishes_by_day), sum(refused_by_day)
    share = refused / wishes if wishes else 0.0
    spread = SURE * _standard_error(refused_by_day, wishes_by_day, share)
    cost = None if prices is None else licenses * prices.license_month * prices.months
    return Outcome(
        licenses=licenses,
        refused=refused,
        served=1 - share,
        at_least=max(0.0, 1 - share - spread),
        at_most=min(1.0, 1 - share + spread),
        minutes=minutes,
        waiting=waiting,
        cost_licenses=cost,
        cost_with_minutes=None if prices is None or cost is None else cost + minutes * prices.minute,
    )


def _standard_error(refused: Sequence[int], wishes: Sequence[int], share: float) -> float:
    """How far the share of the refused would vary with other days like these: the error of a ratio of sums over days."""
    days, total = len(wishes), sum(wishes)
    if days < 2 or not total:
        return 0.0
    squares = sum((r - share * w) ** 2 for r, w in zip(refused, wishes, strict=True))
    return sqrt(days / (days - 1) * squares) / total


def _waiting(demand: Demand, licenses: int, busy: float, by_day: Sequence[Sequence[int]]) -> Waiting | None:
    """Waiting in line; not worked out where nobody would wait, nor where more is wanted than the licenses can ever give."""
    if not any(row[licenses - 1] for row in by_day):
        return Waiting(0, 0.0, 0.0)
    if licenses <= busy:
        return None
    return waiting_in_line(demand.starts, demand.lasts, licenses)


def _average_in_use(demand: Demand) -> float:
    """How many would be in use on average if all wishes were served, from the first to the last moment of the demand."""
    if not demand.starts:
        return 0.0
    end = max(start + lasts for start, lasts in zip(demand.starts, demand.lasts, strict=True))
    whole = end - demand.starts[0]
    return sum(demand.lasts) / whole if whole else 0.0


def _enough(outcomes: Sequence[Outcome], share: float, wishes: int, by_own_limits: int) -> int | None:
    """What users' own limits refuse no number of licenses could serve: it does not count here."""
    could = wishes - by_own_limits
    return next(
        (o.licenses for o in outcomes if o.refused - by_own_limits <= could * (1 - share) + 1e-9), None
    )


def _cheapest(outcomes: Sequence[Outcome]) -> int | None:
    priced = [(o.cost_with_minutes, o.licenses) for o in outcomes if o.cost_with_minutes is not None]
    return min(priced)[1] if priced else None
