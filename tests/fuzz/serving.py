"""Serves an application on this machine alone, in a thread of the test. Its event streams end after their first part:
they have no end of their own to wait for."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Prints no line for each request."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application; its address."""
    server = make_server("127.0.0.1", 0, _cut_short(app), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _cut_short(app: Flask) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = app(environ, start)
        if environ["PATH_INFO"].endswith("/events"):
            return _first_part(body)
        return body

    return answer


def _first_part(body: Iterable[bytes]) -> Iterable[bytes]:
    try:
        return list(islice(body, 1))
    finally:
        if hasattr(body, "close"):
            body.close()
