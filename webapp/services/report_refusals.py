"""The report of refusals: who was turned away, by which limit, how often, and what became of it."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, select

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import Invalid, NotFound
from webapp.domain.states import RefusalReason
from webapp.domain.texts import phrase
from webapp.domain.wishes import Outcome, Wish
from webapp.models import Device, Refusal, User
from webapp.services.steps.holders import HolderRow, holders_at
from webapp.services.steps.report_scope import report_scope
from webapp.services.steps.wishes import read_wishes, spans

PAGE = 100


@dataclass(frozen=True, slots=True)
class RefusedWish:
    """A wish with the names of who had it."""

    wish: Wish
    user_name: str
    display_name: str
    device_name: str


@dataclass(frozen=True, slots=True)
class WishPlace:
    """The wish after which a page begins."""

    first_at: datetime
    id: UUID

    def __str__(self) -> str:
        """As an address carries it."""
        return f"{self.first_at.astimezone(UTC).isoformat()}~{self.id}"


def read_wish_place(text: str) -> WishPlace:
    """Read what `str` gave. Raises Invalid."""
    first_at, _, refusal_id = text[:200].partition("~")
    try:
        return WishPlace(datetime.fromisoformat(first_at).astimezone(UTC), UUID(refusal_id))
    except (ValueError, OverflowError):
        raise Invalid("after", phrase("Give after as the page before gave it.")) from None


@dataclass(frozen=True, slots=True)
class RefusalReport:
    """A page of wishes, newest first; `next_after` continues it. The counts are of all of the period."""

    rows: tuple[RefusedWish, ...]
    wishes: int
    refusals: int
    users: int
    by_outcome: Counter[Outcome]
    by_reason: Counter[RefusalReason]
    next_after: WishPlace | None
    own: bool


def report_refusals(
    db: Database,
    actor: Actor,
    start: datetime,
    end: datetime,
    now: datetime,
    *,
    after: WishPlace | None = None,
    limit: int = PAGE,
) -> RefusalReport:
    """Read one page of the report in one snapshot. Raises Forbidden without a right to view reports."""
    user_id = report_scope(actor)
    return db.read_long(lambda tx: _report(tx, actor.account_id, user_id, (start, end), now, after, limit))


def _report(
    tx: Connection,
    account_id: int,
    user_id: int | None,
    period: tuple[datetime, datetime],
    now: datetime,
    after: WishPlace | None,
    limit: int,
) -> RefusalReport:
    counted = _Counted(after, limit + 1)
    for since, until in spans(*period):
        for wish in read_wishes(tx, account_id, user_id, since, until, now):
            counted.add(wish)
    newest = list(counted.newest)[::-1]
    rows = _named(tx, newest[:limit])
    last = newest[limit - 1] if len(newest) > limit else None
    return RefusalReport(
        rows=rows,
        wishes=counted.outcomes.total(),
        refusals=counted.refusals,
        users=len(counted.users),
        by_outcome=counted.outcomes,
        by_reason=counted.reasons,
        next_after=WishPlace(last.first_at, last.refusal_id) if last else None,
        own=user_id is not None,
    )


class _Counted:
    """All wishes of a period counted, and the newest of them before a place kept: they come oldest first."""

    def __init__(self, after: WishPlace | None, keep: int) -> None:
        self._after = after
        self.newest: deque[Wish] = deque(maxlen=keep)
        self.outcomes: Counter[Outcome] = Counter()
        self.reasons: Counter[RefusalReason] = Counter()
        self.users: set[int] = set()
        self.refusals = 0

    def add(self, wish: Wish) -> None:
        self.outcomes[wish.outcome] += 1
        self.reasons[wish.reason] += 1
        self.refusals += wish.tries
        self.users.add(wish.pair[0])
        after = self._after
        if after is None or (wish.first_at, wish.refusal_id) < (after.first_at, after.id):
            self.newest.append(wish)


def export_refusals(
    db: Database, actor: Actor, start: datetime, end: datetime, now: datetime
) -> Iterator[RefusedWish]:
    """All wishes of the period, oldest first, some weeks at a time, each from a read of its own.

    Raises Forbidden at once, before the first is asked for.
    """
    return _all(db, actor, report_scope(actor), (start, end), now)


def _all(
    db: Database, actor: Actor, user_id: int | None, period: tuple[datetime, datetime], now: datetime
) -> Iterator[RefusedWish]:
    for since, until in spans(*period):
        yield from db.read_long(
            partial(
                _all_between, account_id=actor.account_id, user_id=user_id, since=since, until=until, now=now
            )
        )


def _all_between(
    tx: Connection, account_id: int, user_id: int | None, since: datetime, until: datetime, now: datetime
) -> tuple[RefusedWish, ...]:
    return _named(tx, read_wishes(tx, account_id, user_id, since, until, now))


def holders_then(db: Database, actor: Actor, refusal_id: UUID) -> tuple[HolderRow, ...]:
    """Who held the licenses when this refusal happened. Only who may view domain reports may know: else NotFound."""
    report_scope(actor)
    query = select(Refusal.refused_at).where(
        Refusal.account_id == actor.account_id, Refusal.refusal_id == refusal_id
    )
    with db.read() as tx:
        moment = tx.execute(query).scalar_one_or_none()
        if moment is None or Right.VIEW_DOMAIN_REPORTS not in actor.rights:
            raise NotFound(phrase("There is no such refusal."))
        return holders_at(tx, actor.account_id, moment)


def _named(tx: Connection, wishes: Sequence[Wish]) -> tuple[RefusedWish, ...]:
    user_ids = {wish.pair[0] for wish in wishes}
    device_ids = {wish.pair[1] for wish in wishes}
    users = {
        row.user_id: row
        for row in tx.execute(
            select(User.user_id, User.name, User.display_name).where(User.user_id.in_(user_ids))
        )
    }
    devices = {
        row.device_id: row.name
        for row in tx.execute(select(Device.device_id, Device.name).where(Device.device_id.in_(device_ids)))
    }
    return tuple(
        RefusedWish(wish, users[wish.pair[0]].name, users[wish.pair[0]].display_name, devices[wish.pair[1]])
        for wish in wishes
    )
