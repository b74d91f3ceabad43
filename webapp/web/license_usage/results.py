"""What a person reads after ending sessions."""

import math
from collections.abc import Sequence
from datetime import datetime

from webapp.services.terminate_sessions import TerminationResult
from webapp.web.license_usage.texts import count


def describe(results: Sequence[TerminationResult], now: datetime) -> str:
    """Say how many sessions end, and when."""
    at_once = sum(result.at_once for result in results)
    warned = [result for result in results if not result.at_once]
    parts = [_warned(warned, now)] if warned else []
    if at_once:
        parts.append(f"{count(at_once, 'session')} ended at once: there was nobody to warn.")
    return " ".join(parts) or "Nothing to end: those sessions were over already."


def _warned(results: Sequence[TerminationResult], now: datetime) -> str:
    seconds = max(0, math.ceil(max((result.ends_at - now).total_seconds() for result in results)))
    verb, them = ("ends", "it") if len(results) == 1 else ("end", "them")
    return f"{count(len(results), 'session')} {verb} in {count(seconds, 'second')}. Until then you can keep {them} open."
