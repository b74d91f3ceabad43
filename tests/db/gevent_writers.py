"""A server process as gunicorn runs it: gevent, the standard library patched, 50 greenlets that write at once.

Its loop ticks meanwhile: it says so once it has ticked 50 times while nothing could be written. Each writes at ease, briefly, or
finds on the way that it takes time.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

import gevent  # noqa: E402
from gevent.event import Event  # noqa: E402
from sqlalchemy import Connection, text  # noqa: E402

from webapp.db import Database, takes_time  # noqa: E402

WRITERS, TICKS, TICK_SECONDS = 50, 50, 0.005


def main() -> None:
    """Write, tick, and report."""
    db = Database.open(sys.argv[1])
    written: list[int] = []

    how = sys.argv[2]

    def work(tx: Connection, number: int) -> None:
        tx.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": number})
        if how == "finding more to do":
            takes_time(tx)

    def write(number: int) -> None:
        db.write(lambda tx: work(tx, number), is_brief=how != "at ease")
        written.append(number)

    writers = [gevent.spawn(write, number) for number in range(WRITERS)]
    never = Event()
    for _ in range(TICKS):
        never.wait(TICK_SECONDS)
    print("ticking,", f"{len(written)} written" if written else "nothing written", flush=True)  # noqa: T201
    gevent.joinall(writers, raise_error=True)
    print(f"{len(written)} written", flush=True)  # noqa: T201
    db.close()


if __name__ == "__main__":
    main()
