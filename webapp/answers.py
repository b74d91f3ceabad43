"""Answers to programs, whole when they are made: nobody looks through their headers again, nor puts any in one by one."""

from collections.abc import Iterable
from typing import Any

from flask import Response
from werkzeug.datastructures import Headers

NO_STORE = ("Cache-Control", "no-store")
NO_GUESSING = ("X-Content-Type-Options", "nosniff")
LOADS_NOTHING = ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
FOR_PROGRAMS = (NO_STORE, NO_GUESSING, LOADS_NOTHING)
"""No answer is kept, nor taken for anything but what it says it is; it loads nothing and is shown by nobody."""


class _Ready(Headers):
    """Headers that are right as they are given."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._list = pairs


class WholeAnswer(Response):
    """An answer with a body and all its headers."""

    def __init__(
        self, body: bytes, status: int, content_type: str, headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        length = ("Content-Length", str(len(body)))
        ready = _Ready([("Content-Type", content_type), length, *FOR_PROGRAMS, *headers])
        super().__init__([body], status, ready)

    def get_wsgi_headers(self, _environ: Any) -> Headers:  # noqa: ANN401 - what WSGI gives
        """As they are."""
        return self.headers
