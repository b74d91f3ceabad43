"""Runs inside the server under test, before anything of ours: kills it at a chosen commit, and makes minutes short.

`CRASH_AT=before:17` kills every process of the server when its 17th transaction is about to commit, `after:17` when it has
just been committed and nobody has been answered yet. `CRASH_MINUTE` is how many seconds a pay-per-use minute takes.
"""

import itertools
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

if seconds := os.environ.get("CRASH_MINUTE"):
    from webapp.domain import ppu

    ppu.A_MINUTE = timedelta(seconds=float(seconds))


def _die_at(when: str, which: int) -> None:
    from webapp.db.database import Database

    write, numbers = Database.write, itertools.count(1)

    def die() -> None:
        os.killpg(0, signal.SIGKILL)

    def write_and_die(db: Database, work: Callable[[Any], Any], **how: Any) -> Any:
        chosen = next(numbers) == which

        def to_the_last(tx: Any) -> Any:
            result = work(tx)
            if chosen and when == "before":
                die()
            return result

        result = write(db, to_the_last, **how)
        if chosen:
            die()
        return result

    Database.write = write_and_die  # type: ignore[assignment, method-assign]


if at := os.environ.get("CRASH_AT"):
    _die_at(at.partition(":")[0], int(at.partition(":")[2]))
