"""What people would use instead, under the very server that Seatkeeper runs on: `python -m tests.bench.yardsticks NAME`.

`bare`: an endpoint of bare Flask that reads and writes JSON. `redis`: the same endpoint over a counting semaphore in Redis,
as people build it: a sorted set of holders by the end of their leases, counted and added to by a Lua script.
"""

import os
import sys
import time
from typing import Any
from uuid import uuid4

from flask import Flask, request

from webapp.server import Server
from webapp.settings import Settings

LIMIT = 1_000_000
LEASE_SECONDS = 90
ACQUIRE = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
return 1
"""


def bare() -> Flask:
    """Flask and nothing else."""
    app = Flask("bare")

    @app.post("/sessions")
    def open_session() -> tuple[dict[str, Any], int]:
        wanted = request.get_json()
        return {"id": str(uuid4()), "state": "active", "remote": wanted["remote"]}, 201

    @app.put("/lease")
    def renew() -> dict[str, Any]:
        return {"sessions": [{"id": str(uuid4()), "state": "active"}]}

    return app


def semaphore() -> Flask:
    """Flask and a counting semaphore in Redis."""
    import redis

    app = Flask("semaphore")
    store = redis.Redis(port=int(os.environ["REDIS_PORT"]))
    acquire = store.register_script(ACQUIRE)

    @app.post("/sessions")
    def open_session() -> tuple[dict[str, Any], int]:
        wanted = request.get_json()
        token = request.headers["Authorization"]
        now = time.time()
        if not acquire(keys=["account:1"], args=[now, LIMIT, now + LEASE_SECONDS, token]):
            return {"reason": "account_limit"}, 409
        return {"id": str(uuid4()), "state": "active", "remote": wanted["remote"]}, 201

    return app


class Yardstick(Server):
    """Our server with another application in it."""

    def load_config(self) -> None:
        """The same settings, without our jobs."""
        super().load_config()
        self.cfg.set("post_worker_init", lambda _worker: None)
        self.cfg.set("worker_exit", lambda _arbiter, _worker: None)

    def load(self) -> Flask:
        """Make the application, in the worker."""
        return APPLICATIONS[NAME]()


APPLICATIONS = {"bare": bare, "redis": semaphore}

if __name__ == "__main__":
    NAME = sys.argv[1]
    sys.argv = sys.argv[:1]
    Yardstick(Settings()).run()
