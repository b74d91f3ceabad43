"""What the doctor says: of each thing that it looked at, how it is, and what to do where it is not well."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """`note`: nothing is wrong, and yet somebody may want to know."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    found: str
    advice: str = ""


def ok(name: str, found: str) -> Finding:
    """It is well."""
    return Finding(name, Verdict.OK, found)


def note(name: str, found: str, advice: str = "") -> Finding:
    """It is as somebody may have wanted it."""
    return Finding(name, Verdict.NOTE, found, advice)


def wrong(name: str, found: str, advice: str) -> Finding:
    """It is not well."""
    return Finding(name, Verdict.WRONG, found, advice)
