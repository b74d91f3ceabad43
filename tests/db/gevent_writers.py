"""A server process as gunicorn runs it: gevent, the standard library patched, 50 greenlets that write at once.

Its loop ticks meanwhile: it says so once it has ticked 50 times while nothing could be written.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

import gevent  # noqa: E402
from gevent.event import Event  # noqa: E402
from sqlalchemy import text  # noqa: E402

from webapp.db import Database  # noqa: E402

WRITERS, TICKS, TICK_SECONDS = 50, 50, 0.005


def main() -> None:
    """Write, tick, and report."""
    db = Database.open(sys.argv[1])
    written: list[int] = []

    def write(number: int) -> None:
        db.write(lambda tx: tx.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": number}))
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
