"""View models of the tips above the table: what is the case, and the one thing to do about it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from flask import url_for

from webapp import current
from webapp.domain.access import Actor, Right, may_view_reports
from webapp.domain.states import EndReason
from webapp.domain.tips import TipKind
from webapp.services.list_tips import Tip, list_tips
from webapp.services.shared_reads import SharedReads
from webapp.services.steps.outages import Recovery
from webapp.web.help_page import help_address
from webapp.web.license_usage.texts import Moment, count, moment


@dataclass(frozen=True, slots=True)
class TipView:
    """A tip. Its action is a link to `href`, or ends `sessions`. `between`: its text goes on from these two times."""

    kind: str
    text: str
    action: str
    href: str = ""
    sessions: tuple[UUID, ...] = ()
    between: tuple[Moment, Moment] | None = None


def tips_for(actor: Actor, now: datetime, reads: SharedReads) -> tuple[TipView, ...]:
    """The tips for this actor."""
    return tuple(_view(tip, actor, now) for tip in list_tips(current.db(), actor, now, reads))


def _view(tip: Tip, actor: Actor, now: datetime) -> TipView:
    if tip.recovery is not None:
        return _recovery(tip.recovery, actor, now)
    text, action = _words(tip, actor)
    ends = tip.kind is TipKind.UNJOINED_CODES
    return TipView(tip.kind, text, action, "" if ends else _address(tip, actor), tip.session_ids)


def _words(tip: Tip, actor: Actor) -> tuple[str, str]:
    match tip.kind:
        case TipKind.UNJOINED_CODES:
            return _codes_in_words(len(tip.session_ids), tip.number)
        case TipKind.OWN_LIMIT:
            return _limit_in_words(tip, actor)
        case TipKind.REFUSALS:
            return (
                f"The account was refused {_times(tip.number)} this week: all licenses were in use.",
                "How many would be enough?"
                if Right.VIEW_DOMAIN_REPORTS in actor.rights
                else "See the last one",
            )
        case TipKind.PPU_LOW:
            left = (
                f"Only {count(tip.number, 'pay-per-use minute')} {'is' if tip.number == 1 else 'are'} left."
            )
            return (left if tip.number else "The pay-per-use minutes are used up."), "See their use"
        case TipKind.PAUSED:
            return (
                f"You have {count(tip.number, 'paused session')}.",
                "Show them" if tip.number > 1 else "Show it",
            )
        case TipKind.WRONG_CODES:
            return (
                f"{count(tip.number, 'wrong session code')} were tried in the last 24 hours.",
                "See what that means",
            )
        case _:
            raise ValueError(tip.kind)


def _recovery(recovery: Recovery, actor: Actor, now: datetime) -> TipView:
    told = [f"{count(recovery.confirmed, 'session')} {_were(recovery.confirmed)} confirmed again"]
    told.append(f"{recovery.dropped:,} {_were(recovery.dropped)} dropped")
    if recovery.undecided:
        told.append(f"{recovery.undecided:,} {_have(recovery.undecided)} not come back yet")
    which = recovery.dropped and may_view_reports(actor)
    return TipView(
        TipKind.AWAY,
        ", ".join(told) + ".",
        "See which were dropped" if which else "What that means",
        url_for("session_report.page", ended=EndReason.LEASE_LAPSED) if which else help_address("away"),
        between=(moment(recovery.since, now), moment(recovery.until, now)),
    )


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _address(tip: Tip, actor: Actor) -> str:
    match tip.kind:
        case TipKind.OWN_LIMIT if actor.is_owner:
            return url_for("users.profile", name=actor.user_name)
        case TipKind.OWN_LIMIT:
            return f"mailto:{tip.owner_email}?subject={quote('My own limit in Seatkeeper')}"
        case TipKind.REFUSALS if Right.VIEW_DOMAIN_REPORTS in actor.rights:
            return url_for("license_report.page")
        case TipKind.REFUSALS:
            return url_for("license_usage.index", refusal=tip.refusal_id)
        case TipKind.PAUSED:
            return url_for("license_usage.index", show="paused")
        case TipKind.WRONG_CODES:
            return url_for("settings.security")
        case _:
            return url_for("ppu.index")


def _codes_in_words(codes: int, licenses: int) -> tuple[str, str]:
    hold, end = ("holds", "End it") if codes == 1 else ("hold", "End them")
    return f"{count(codes, 'code')} that nobody has joined {hold} {count(licenses, 'license')}.", end


def _limit_in_words(tip: Tip, actor: Actor) -> tuple[str, str]:
    limit = count(tip.number, "device")
    told = f"It was your own limit that refused you last, not the number of licenses: {limit} at once."
    return told, "Change your limit" if actor.is_owner else f"Ask {tip.owner_name}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"
