"""License holdings of an imported history: each pair held one license while it had a session, numbered from the lowest free."""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert

from webapp.models import LicenseHolding
from webapp.services.steps.licenses import Pair
from webapp.services.steps.stretches import stretches_of
from webapp.services.steps.tokens import new_id

Span = tuple[datetime, datetime]


def hold(tx: Connection, account_id: int, spans: Iterable[tuple[Pair, Span]]) -> list[tuple[Pair, Span, int]]:
    """Store a holding for each span of a pair that none covers yet; returns them with their license numbers."""
    by_pair: dict[Pair, list[Span]] = defaultdict(list)
    for pair, span in spans:
        by_pair[pair].append(span)
    covered = _covered(tx, account_id, [span for of_pair in by_pair.values() for span in of_pair])
    fresh = [
        (pair, span)
        for pair, of_pair in by_pair.items()
        for span in _without(_merged(of_pair), _merged(covered[pair]))
    ]
    numbered = _numbered(sorted(fresh, key=lambda each: (each[1], each[0])))
    rows = [
        {
            "holding_id": new_id(),
            "account_id": account_id,
            "number": number,
            "user_id": pair[0],
            "device_id": pair[1],
            "held_since": span[0],
            "released_at": span[1],
        }
        for pair, span, number in numbered
    ]
    if rows:
        tx.execute(insert(LicenseHolding), rows)
    return numbered


def _covered(tx: Connection, account_id: int, spans: list[Span]) -> dict[Pair, list[Span]]:
    """What is held already while any of the spans lasts, by pair."""
    covered: dict[Pair, list[Span]] = defaultdict(list)
    first, last = (
        min((start for start, _ in spans), default=None),
        max((end for _, end in spans), default=None),
    )
    if first is not None and last is not None:
        for row in stretches_of(tx, account_id, first, last, last):
            covered[row.user_id, row.device_id].append((row.held_since, row.released_at or last))
    return covered


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _without(spans: list[Span], covered: list[Span]) -> list[Span]:
    """The parts of `spans` that lie outside `covered`; both are in order and apart."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for begun, over in covered:
            if over <= at or begun >= end:
                continue
            if begun > at:
                left.append((at, begun))
            at = max(at, over)
        if at < end:
            left.append((at, end))
    return left


def _numbered(spans: list[tuple[Pair, Span]]) -> list[tuple[Pair, Span, int]]:
    free: list[int] = []
    held: list[tuple[datetime, int]] = []
    most = 0
    numbered: list[tuple[Pair, Span, int]] = []
    for pair, span in spans:
        while held and held[0][0] <= span[0]:
            heapq.heappush(free, heapq.heappop(held)[1])
        if not free:
            most += 1
            heapq.heappush(free, most)
        number = heapq.heappop(free)
        heapq.heappush(held, (span[1], number))
        numbered.append((pair, span, number))
    return numbered
