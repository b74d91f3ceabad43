"""View model of the cards above the table: how many licenses are in use, by whom, and how many attempts were refused."""

from dataclasses import dataclass

from webapp.services.view_usage import Overview
from webapp.web.license_usage.texts import count

WORDS = {"mine": "yours", "other": "held by others", "ending": "about to be free", "free": "free"}


@dataclass(frozen=True, slots=True)
class Cards:
    """What the overview shows. `announcement` is what a screen reader is told when it changes."""

    in_use: int
    licenses: int
    noun: str
    badge: str
    is_full: bool
    segments: tuple[str, ...]
    segments_label: str
    own: str
    refused: int
    announcement: str


def cards(source: Overview) -> Cards:
    """Lay out the overview."""
    free = max(0, source.licenses - source.in_use)
    summary = f"{source.in_use:,} of {count(source.licenses, 'license')} in use"
    return Cards(
        in_use=source.in_use,
        licenses=source.licenses,
        noun="license" if source.licenses == 1 else "licenses",
        badge=f"{free:,} free" if free else "Limit reached",
        is_full=not free,
        segments=source.segments,
        segments_label=_describe(source.segments) or summary,
        own=_own(source),
        refused=source.refused_in_24_hours,
        announcement=f"{summary}. {f'{free:,} free' if free else 'Limit reached'}.",
    )


def _describe(segments: tuple[str, ...]) -> str:
    counted = {word: segments.count(word) for word in WORDS}
    return ", ".join(f"{number} {WORDS[word]}" for word, number in counted.items() if number)


def _own(source: Overview) -> str:
    if source.own_limit is not None:
        return f"Your own limit: connected from {source.own_in_use} of {count(source.own_limit, 'device')}"
    if source.own_in_use:
        return f"You are connected from {count(source.own_in_use, 'device')}"
    return "You are not connected"
