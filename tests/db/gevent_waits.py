"""A process as the production server makes it: it has asked PostgreSQL before gevent patches Python. Prints who was first:
a query that takes a while, or a greenlet that was started after it."""

import sys

from sqlalchemy import text

from webapp.db import Database


def main(url: str) -> None:
    """Ask once, patch, and then see who is first."""
    with Database.open(url).read() as tx:
        tx.execute(text("SELECT 1"))

    from gevent import monkey, spawn

    monkey.patch_all()
    db = Database.open(url)
    done: list[str] = []

    def ask() -> None:
        with db.read() as tx:
            tx.execute(text("SELECT pg_sleep(0.5)"))
        done.append("query")

    asked, other = spawn(ask), spawn(done.append, "other")
    asked.join()
    other.join()
    sys.stdout.write(" ".join(done))


if __name__ == "__main__":
    main(sys.argv[1])
