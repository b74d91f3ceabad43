"""View models of the tips above the table: what is the case, and the one thing to do about it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from flask import url_for

from webapp import current, words
from webapp.domain.access import Actor, Right, may_view_reports
from webapp.domain.states import EndReason
from webapp.domain.tips import TipKind
from webapp.domain.units import count
from webapp.services.list_tips import Tip, list_tips
from webapp.services.shared_reads import SharedReads
from webapp.services.steps.outages import Recovery
from webapp.web.help_page import help_address
from webapp.web.license_usage.texts import Moment, moment


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
            many = Right.VIEW_DOMAIN_REPORTS in actor.rights
            return _refused_in_words(tip.number), words.gettext(
                "How many would be enough?"
            ) if many else words.gettext("See the last one")
        case TipKind.PPU_LOW:
            return _minutes_in_words(tip.number), words.gettext("See their use")
        case TipKind.PAUSED:
            told = words.ngettext(
                "You have %(number)s paused session.", "You have %(number)s paused sessions.", tip.number
            )
            return told, words.gettext("Show them") if tip.number > 1 else words.gettext("Show it")
        case TipKind.WRONG_CODES:
            told = words.ngettext(
                "%(number)s wrong session code was tried in the last 24 hours.",
                "%(number)s wrong session codes were tried in the last 24 hours.",
                tip.number,
            )
            return told, words.gettext("See what that means")
        case _:
            raise ValueError(tip.kind)


def _refused_in_words(times: int) -> str:
    if times == 1:
        return words.gettext("The account was refused once this week: all licenses were in use.")
    return words.ngettext(
        "The account was refused %(number)s time this week: all licenses were in use.",
        "The account was refused %(number)s times this week: all licenses were in use.",
        times,
    )


def _minutes_in_words(left: int) -> str:
    if not left:
        return words.gettext("The pay-per-use minutes are used up.")
    return words.ngettext(
        "Only %(number)s pay-per-use minute is left.", "Only %(number)s pay-per-use minutes are left.", left
    )


def _recovery(recovery: Recovery, actor: Actor, now: datetime) -> TipView:
    told = [
        words.ngettext(
            "%(number)s session was confirmed again",
            "%(number)s sessions were confirmed again",
            recovery.confirmed,
        ),
        words.ngettext("%(number)s was dropped", "%(number)s were dropped", recovery.dropped),
    ]
    if recovery.undecided:
        told.append(
            words.ngettext(
                "%(number)s has not come back yet", "%(number)s have not come back yet", recovery.undecided
            )
        )
    which = recovery.dropped and may_view_reports(actor)
    return TipView(
        TipKind.AWAY,
        ", ".join(told) + ".",
        words.gettext("See which were dropped") if which else words.gettext("What that means"),
        url_for("session_report.page", ended=EndReason.LEASE_LAPSED) if which else help_address("away"),
        between=(moment(recovery.since, now), moment(recovery.until, now)),
    )


def _address(tip: Tip, actor: Actor) -> str:
    match tip.kind:
        case TipKind.OWN_LIMIT if actor.is_owner:
            return url_for("users.profile", name=actor.user_name)
        case TipKind.OWN_LIMIT:
            return f"mailto:{tip.owner_email}?subject={quote(words.gettext('My own limit in Seatkeeper'))}"
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
    told = words.ngettext(
        "%(number)s code that nobody has joined holds %(licenses)s.",
        "%(number)s codes that nobody has joined hold %(licenses)s.",
        codes,
        licenses=count(licenses, "license"),
    )
    return told, words.gettext("End it") if codes == 1 else words.gettext("End them")


def _limit_in_words(tip: Tip, actor: Actor) -> tuple[str, str]:
    told = words.ngettext(
        "It was your own limit that refused you last, not the number of licenses: %(number)s device at once.",
        "It was your own limit that refused you last, not the number of licenses: %(number)s devices at once.",
        tip.number,
    )
    if actor.is_owner:
        return told, words.gettext("Change your limit")
    return told, words.gettext("Ask %(owner)s", owner=tip.owner_name)
