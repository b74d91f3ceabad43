"""View model of the cards above the table: how many licenses are in use, by whom, and how many attempts were refused."""

from dataclasses import dataclass

from webapp.services.view_usage import Overview, PpuStanding
from webapp.web.license_usage.texts import count

WORDS = {"mine": "yours", "other": "held by others", "ending": "about to be free", "free": "free"}


@dataclass(frozen=True, slots=True)
class Cards:
    """What the overview shows. `announcement` is what a screen reader is told when it changes.

    `ppu` says how pay per use stands, where the account has it.
    """

    in_use: int
    licenses: int
    number: str
    noun: str
    badge: str
    is_full: bool
    ppu: str
    segments: tuple[str, ...]
    segments_label: str
    own: str
    refused: int
    announcement: str


def cards(source: Overview) -> Cards:
    """Lay out the overview."""
    free = max(0, source.licenses - source.in_use)
    badge, is_full = _badge(source, free)
    only_ppu = source.ppu is not None and not source.licenses and not source.in_use
    summary = "0 licenses" if only_ppu else f"{source.in_use:,} of {count(source.licenses, 'license')} in use"
    ppu = _ppu(source.ppu)
    return Cards(
        in_use=source.in_use,
        licenses=source.licenses,
        number="0 licenses" if only_ppu else f"{source.in_use} of {source.licenses}",
        noun=f"· {ppu}" if only_ppu else f"{'license' if source.licenses == 1 else 'licenses'} in use",
        badge=badge,
        is_full=is_full,
        ppu="" if only_ppu else ppu[:1].upper() + ppu[1:],
        segments=source.segments,
        segments_label=_describe(source.segments) or summary,
        own=_own(source),
        refused=source.refused_in_24_hours,
        announcement=f"{summary}. {badge}.",
    )


def _badge(source: Overview, free: int) -> tuple[str, bool]:
    """How it stands in a word or two, and whether the next one is refused."""
    if free:
        return f"{free:,} free", False
    if source.ppu is not None and source.ppu.is_usable:
        return "Pay per use", False
    return "Limit reached", True


def _ppu(standing: PpuStanding | None) -> str:
    if standing is None:
        return ""
    running = f", {count(standing.sessions, 'session')} on it" if standing.sessions else ""
    return f"pay per use: {count(standing.minutes, 'minute')} left{running}"


def _describe(segments: tuple[str, ...]) -> str:
    counted = {word: segments.count(word) for word in WORDS}
    return ", ".join(f"{number} {WORDS[word]}" for word, number in counted.items() if number)


def _own(source: Overview) -> str:
    if source.own_limit is not None:
        return f"Your own limit: connected from {source.own_in_use} of {count(source.own_limit, 'device')}"
    if source.own_in_use:
        return f"You are connected from {count(source.own_in_use, 'device')}"
    return "You are not connected"
