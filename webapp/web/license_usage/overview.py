"""View model of the cards above the table: how many licenses are in use, by whom, and how many attempts were refused."""

from dataclasses import dataclass

from webapp import words
from webapp.domain.texts import phrase
from webapp.services.view_usage import Overview, PpuStanding
from webapp.web.license_usage.texts import minutes, sessions

SEGMENTS = {
    "mine": phrase("yours"),
    "other": phrase("held by others"),
    "ending": phrase("about to be free"),
    "free": phrase("free"),
}
NO_LICENSES = phrase("0 licenses")


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
    none = words.translate(NO_LICENSES)
    summary = none if only_ppu else _summary(source)
    ppu = _ppu(source.ppu)
    return Cards(
        in_use=source.in_use,
        licenses=source.licenses,
        number=none if only_ppu else _number(source),
        noun=f"· {ppu}" if only_ppu else words.ngettext("license in use", "licenses in use", source.licenses),
        badge=badge,
        is_full=is_full,
        ppu="" if only_ppu else ppu[:1].upper() + ppu[1:],
        segments=source.segments,
        segments_label=_describe(source.segments) or summary,
        own=_own(source),
        refused=source.refused_in_24_hours,
        announcement=f"{summary}. {badge}.",
    )


def _number(source: Overview) -> str:
    return words.gettext("%(in_use)s of %(all)s", in_use=source.in_use, all=source.licenses)


def _summary(source: Overview) -> str:
    return words.ngettext(
        "%(in_use)s of %(number)s license in use",
        "%(in_use)s of %(number)s licenses in use",
        source.licenses,
        in_use=source.in_use,
    )


def _badge(source: Overview, free: int) -> tuple[str, bool]:
    """How it stands in a word or two, and whether the next one is refused."""
    if free:
        return words.ngettext("%(number)s free", "%(number)s free", free), False
    if source.ppu is not None and source.ppu.is_usable:
        return words.gettext("Pay per use"), False
    return words.gettext("Limit reached"), True


def _ppu(standing: PpuStanding | None) -> str:
    if standing is None:
        return ""
    left = minutes(standing.minutes)
    if not standing.sessions:
        return words.gettext("pay per use: %(minutes)s left", minutes=left)
    running = sessions(standing.sessions)
    return words.gettext("pay per use: %(minutes)s left, %(sessions)s on it", minutes=left, sessions=running)


def _describe(segments: tuple[str, ...]) -> str:
    counted = {word: segments.count(word) for word in SEGMENTS}
    return ", ".join(
        f"{number} {words.translate(SEGMENTS[word])}" for word, number in counted.items() if number
    )


def _own(source: Overview) -> str:
    if source.own_limit is not None:
        return words.ngettext(
            "Your own limit: connected from %(in_use)s of %(number)s device",
            "Your own limit: connected from %(in_use)s of %(number)s devices",
            source.own_limit,
            in_use=source.own_in_use,
        )
    if source.own_in_use:
        return words.ngettext(
            "You are connected from %(number)s device",
            "You are connected from %(number)s devices",
            source.own_in_use,
        )
    return words.gettext("You are not connected")
