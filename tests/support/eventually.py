"""Waiting for what other processes do. The only place in the tests that sleeps; no rule is tested by waiting."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE = 0.02


def eventually(predicate: Callable[[], T | None], within: float = 30, what: str = "") -> T:
    """Ask again until the answer is truthy, and return it; fail after `within` seconds with the last answer or error.

    An AssertionError of the predicate counts as "not yet", so that it can be written as plain asserts and `return True`.
    """
    deadline = time.monotonic() + within
    while True:
        last: object
        try:
            answer = predicate()
        except AssertionError as error:
            last = error
        else:
            if answer:
                return answer
            last = answer
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {within} s: {what or predicate.__name__} (last: {last!r})")
        time.sleep(PAUSE)
