"""Follows the accounts that somebody looks at, and wakes their streams when something changed.

It follows revisions in the database, so it sees the changes of every process and node, misses none after a break, and
needs nobody to send anything. Streams hold no database connection.
"""

import logging
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from webapp.clock import Clock
from webapp.db import Database, DatabaseFailure
from webapp.domain.errors import Unavailable
from webapp.live.subscription import Subscription
from webapp.services.confirm_termination import record_told
from webapp.services.follow_sessions import Revisions, changes_of_account, next_end, revisions
from webapp.services.shared_reads import SharedReads

KEEP_ALIVE_SECONDS = 20.0
"""How often an idle stream says that it is still there, well under the idle timeouts of proxies."""
LOOK_SECONDS = 0.05
"""How often the hub looks whether anything was committed."""
TOLD_AT_ONCE = 500
RETRY_SECONDS = 1.0
"""How long it waits after the database did not answer, and before it looks at an overdue end again."""

log = logging.getLogger(__name__)


class Hub:
    """The streams of this process, by account."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._mark = db.change_mark()
        self._streams: dict[int, set[Subscription]] = defaultdict(set)
        self._known: dict[int, Revisions] = {}
        self._due: dict[int, datetime | None] = {}
        self._silent: deque[tuple[float, Subscription]] = deque()
        self._told: dict[int, list[UUID]] = defaultdict(list)
        self._lock = threading.Lock()
        self._somebody = threading.Event()
        self._follower: threading.Thread | None = None
        self.is_stopping: Callable[[], bool] = lambda: False

    @contextmanager
    def subscribed(self, account_id: int, pair: tuple[int, int] | None = None) -> Iterator[Subscription]:
        """Follow an account, or one device of it, for as long as the stream is open."""
        subscription = Subscription(account_id, pair)
        with self._lock:
            if not self._streams[account_id]:
                self._begin_following(account_id)
            self._streams[account_id].add(subscription)
            self._start()
        self._silent.append((time.monotonic() + KEEP_ALIVE_SECONDS, subscription))
        self._somebody.set()
        try:
            yield subscription
        finally:
            subscription.is_open = False
            with self._lock:
                self._streams[account_id].discard(subscription)
                if not self._streams[account_id]:
                    for of_account in (self._streams, self._known, self._due):
                        of_account.pop(account_id, None)

    def note_told(self, account_id: int, sessions: list[UUID]) -> None:
        """The clients of these sessions have been sent the message. It is recorded at the next look, for all at once."""
        self._told[account_id].extend(sessions)

    def look(self) -> None:
        """Look once for what has changed, and wake whom it concerns."""
        self._record_told()
        if self._mark.changed():
            self._follow_revisions()
        self._follow_time(self._clock.now())

    def _begin_following(self, account_id: int) -> None:
        self._known.update(revisions(self._db, [account_id]))
        self._due[account_id] = next_end(self._db, account_id)

    def _start(self) -> None:
        if self._follower is None:
            self._follower = threading.Thread(target=self._follow, name="live-hub", daemon=True)
            self._follower.start()

    def _follow(self) -> None:
        pause = threading.Event()
        while not self.is_stopping():
            if not self._streams:
                self._somebody.clear()
                self._somebody.wait(RETRY_SECONDS)
            try:
                self.look()
                self._stir(time.monotonic())
                time.sleep(LOOK_SECONDS)
            except Unavailable:  # the database has logged it
                pause.wait(RETRY_SECONDS)
            except DatabaseFailure:
                log.exception("live streams: the database did not answer, trying again")
                pause.wait(RETRY_SECONDS)
        for subscription in self._all():
            subscription.stop()

    def _record_told(self) -> None:
        for account_id, sessions in list(self._told.items()):
            while batch := sessions[:TOLD_AT_ONCE]:
                record_told(self._db, account_id, batch, self._clock.now())
                del sessions[: len(batch)]

    def _stir(self, moment: float) -> None:
        while self._silent and self._silent[0][0] <= moment:
            _, subscription = self._silent.popleft()
            if subscription.is_open:
                subscription.stir()
                self._silent.append((moment + KEEP_ALIVE_SECONDS, subscription))

    def _all(self) -> list[Subscription]:
        return [subscription for streams in list(self._streams.values()) for subscription in list(streams)]

    def _follow_revisions(self) -> None:
        accounts = list(self._streams)
        for account_id, now_at in (revisions(self._db, accounts) if accounts else {}).items():
            before = self._known.get(account_id)
            if before is not None and now_at != before:
                self._tell(account_id, before, access=now_at.access != before.access)
                self._known[account_id] = now_at
                self._due[account_id] = next_end(self._db, account_id)

    def _tell(self, account_id: int, before: Revisions, *, access: bool) -> None:
        streams = list(self._streams.get(account_id, ()))
        by_pair = defaultdict(list)
        if any(stream.pair for stream in streams):
            for change in changes_of_account(self._db, account_id, before.sessions, self._clock.now()):
                by_pair[change.user_id, change.device_id].append(change)
        reads = SharedReads()
        for stream in streams:
            if stream.pair is None or access:
                stream.wake(reads, access=access)
            if stream.pair is not None and stream.pair in by_pair:
                stream.tell(by_pair[stream.pair])

    def _follow_time(self, now: datetime) -> None:
        """Wake the consoles of an account in which a session has run out by itself: nobody need have written it down."""
        for account_id, due in list(self._due.items()):
            if due is None or due > now:
                continue
            following = next_end(self._db, account_id)
            if following is not None and following <= now:
                following, reads = now + timedelta(seconds=RETRY_SECONDS), SharedReads()
                for stream in list(self._streams.get(account_id, ())):
                    if stream.pair is None:
                        stream.wake(reads)
            self._due[account_id] = following
