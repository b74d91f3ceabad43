"""What a person reads after ending sessions or taking that back, and how to take it back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp import words
from webapp.domain.units import count
from webapp.services.take_back_termination import TakenBack
from webapp.services.terminate_sessions import TerminationResult


@dataclass(frozen=True, slots=True)
class Undo:
    """The sessions whose ending can be taken back, and for how long."""

    sessions: tuple[UUID, ...]
    seconds: int


def undo_of(results: Sequence[TerminationResult], now: datetime) -> Undo | None:
    """What can be taken back of an ending: not what ended at once."""
    warned = [result for result in results if not result.at_once]
    return Undo(tuple(result.session_id for result in warned), _seconds(warned, now)) if warned else None


def describe_kept(taken_back: TakenBack) -> str:
    """Say how many sessions stay open, and for how many it was too late."""
    if taken_back.kept == 1 and not taken_back.too_late:
        return words.gettext("The session stays open.")
    kept = words.ngettext("%(number)s session stays open.", "%(number)s sessions stay open.", taken_back.kept)
    if not taken_back.too_late:
        return kept
    late = words.ngettext(
        "For %(number)s it was too late: it has ended.",
        "For %(number)s it was too late: they have ended.",
        taken_back.too_late,
    )
    return f"{kept} {late}"


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
    return words.ngettext(
        "%(number)s session ends in %(time)s. Until then you can keep it open.",
        "%(number)s sessions end in %(time)s. Until then you can keep them open.",
        len(results),
        time=count(_seconds(results, now), "second"),
    )


def _seconds(results: Sequence[TerminationResult], now: datetime) -> int:
    return max(0, math.ceil(max((result.ends_at - now).total_seconds() for result in results)))
