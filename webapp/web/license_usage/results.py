"""What a person reads after ending sessions."""

import math
from collections.abc import Sequence
from datetime import datetime

from webapp import words
from webapp.services.terminate_sessions import TerminationResult


def describe(results: Sequence[TerminationResult], now: datetime) -> str:
    """Say how many sessions end, and when."""
    at_once = sum(result.at_once for result in results)
    warned = [result for result in results if not result.at_once]
    parts = [_warned(warned, now)] if warned else []
    if at_once:
        parts.append(
            words.ngettext(
                "%(number)s session ended at once: there was nobody to warn.",
                "%(number)s sessions ended at once: there was nobody to warn.",
                at_once,
            )
        )
    return " ".join(parts) or words.gettext("Nothing to end: those sessions were over already.")


def _warned(results: Sequence[TerminationResult], now: datetime) -> str:
    seconds = max(0, math.ceil(max((result.ends_at - now).total_seconds() for result in results)))
    return words.ngettext(
        "%(number)s session ends in %(time)s. Until then you can keep it open.",
        "%(number)s sessions end in %(time)s. Until then you can keep them open.",
        len(results),
        time=words.ngettext("%(number)s second", "%(number)s seconds", seconds),
    )
