"""Numbers of things, as phrases: `count(2, "session")` is `2 sessions`, and `2 seji` to who reads Slovenian."""

from collections.abc import Callable

from webapp.domain.texts import phrases

_COUNTS: dict[str, Callable[[int], str]] = {
    "address": lambda n: phrases("%(number)s address", "%(number)s addresses", n),
    "browser": lambda n: phrases("%(number)s browser", "%(number)s browsers", n),
    "code": lambda n: phrases("%(number)s code", "%(number)s codes", n),
    "day": lambda n: phrases("%(number)s day", "%(number)s days", n),
    "device": lambda n: phrases("%(number)s device", "%(number)s devices", n),
    "failed attempt": lambda n: phrases("%(number)s failed attempt", "%(number)s failed attempts", n),
    "hour": lambda n: phrases("%(number)s hour", "%(number)s hours", n),
    "license": lambda n: phrases("%(number)s license", "%(number)s licenses", n),
    "line": lambda n: phrases("%(number)s line", "%(number)s lines", n),
    "minute": lambda n: phrases("%(number)s minute", "%(number)s minutes", n),
    "open session": lambda n: phrases("%(number)s open session", "%(number)s open sessions", n),
    "pay-per-use minute": lambda n: phrases(
        "%(number)s pay-per-use minute", "%(number)s pay-per-use minutes", n
    ),
    "recovery code": lambda n: phrases("%(number)s recovery code", "%(number)s recovery codes", n),
    "refusal": lambda n: phrases("%(number)s refusal", "%(number)s refusals", n),
    "refused wish": lambda n: phrases("%(number)s refused wish", "%(number)s refused wishes", n),
    "row": lambda n: phrases("%(number)s row", "%(number)s rows", n),
    "second": lambda n: phrases("%(number)s second", "%(number)s seconds", n),
    "session": lambda n: phrases("%(number)s session", "%(number)s sessions", n),
    "try": lambda n: phrases("%(number)s try", "%(number)s tries", n),
    "user": lambda n: phrases("%(number)s user", "%(number)s users", n),
    "wish": lambda n: phrases("%(number)s wish", "%(number)s wishes", n),
    "wrong code": lambda n: phrases("%(number)s wrong code", "%(number)s wrong codes", n),
}


def count(number: int, noun: str) -> str:
    """So many of something, by its word in the singular."""
    return _COUNTS[noun](number)
