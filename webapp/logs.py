"""The log: one line for what happened, as text for people or as JSON for machines, with the id of the request.

Whatever a visitor sends can end up in a message, so no message starts a line of its own. And a log is copied, mailed and
kept: who somebody is, where they come from, and what opens something stay out of it unless the operator wants them in.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter

from webapp.private import Private
from webapp.request_log import asked, request_id

TEXT = "%(asctime)s %(levelname)s %(name)s%(in_request)s: %(message)s"
FIELDS = ("levelname", "name", "message", "request_id")
QUIET = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "gunicorn.error": logging.WARNING,
    "gunicorn.access": logging.CRITICAL,
}
OF_REQUESTS = ("Exception on ", "Error handling request", "Invalid request from")
"""How Flask and gunicorn begin what they say of a request; its address follows, and who asked."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
INDENT = "    | "


def set_up_logging(form: Literal["text", "json"], *, with_details: bool) -> None:
    """Let everything in this process log to standard error in this form. `with_details`: with what is private, too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json(with_details) if form == "json" else _Text(with_details))
    handler.addFilter(lambda record: _prepare(record, with_details))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name, level in QUIET.items():
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(level)


def _prepare(record: logging.LogRecord, with_details: bool) -> bool:
    """Add the request's id, and let nothing private through that is not wanted."""
    record.request_id = request_id()
    if with_details and isinstance(record.args, tuple):
        record.args = tuple(arg.value if isinstance(arg, Private) else arg for arg in record.args)
    if not with_details and str(record.msg).startswith(OF_REQUESTS):
        record.msg, record.args = "%s failed", (asked(),)
    return True


class _Text(logging.Formatter):
    def __init__(self, with_details: bool) -> None:
        super().__init__(TEXT)
        self._with_details = with_details

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = one_line(record.message)
        record.in_request = f" [{found}]" if (found := getattr(record, "request_id", None)) else ""
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802, ANN401 - logging's name, and its loose type
        return "\n".join(INDENT + one_line(line) for line in story(ei[1], self._with_details).split("\n"))


class _Json(JsonFormatter):
    def __init__(self, with_details: bool) -> None:
        super().__init__(list(FIELDS), rename_fields={"levelname": "level"}, timestamp="at")
        self._with_details = with_details

    def formatException(self, ei: Any) -> str:  # noqa: N802, ANN401 - logging's name, and its loose type
        return story(ei[1], self._with_details)


def one_line(text: str) -> str:
    """A text in which nothing ends the line or moves the cursor."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def story(error: BaseException, with_details: bool) -> str:
    """The traceback of an error and of those that led to it.

    Without details each error says its first line alone, and nothing that it quotes: databases and parsers tell there what
    they were given.
    """
    if with_details:
        return "".join(traceback.format_exception(error)).rstrip("\n")
    return "\n".join(
        "".join(traceback.format_tb(each.__traceback__)) + _named(each)
        for each in reversed(list(_chain(error)))
    )


def _named(error: BaseException) -> str:
    said = QUOTED.sub("'…'", str(error).partition("\n")[0])
    return f"{type(error).__qualname__}: {said}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
