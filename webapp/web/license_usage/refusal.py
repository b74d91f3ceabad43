"""View model of the limit-reached banner: what was refused and why, who held the licenses, and whether one is free now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp import current, words
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.states import RefusalReason
from webapp.services.admit_session import NOBODY_YET
from webapp.services.explain_refusal import RefusalView, explain_refusal
from webapp.web.license_usage.offers import Offer
from webapp.web.license_usage.texts import Moment, holder, license_name, moment


@dataclass(frozen=True, slots=True)
class Banner:
    """What the banner shows. `freeing_helps` is False for the user's own limit: then only the owner can help.

    `offers`: licenses that the reader may free and that look forgotten; `may_free`: whether they may free any that is shown.
    `is_soon`: one is about to be free.
    """

    title: str
    told: str
    mine: bool
    at: Moment
    freeing_helps: bool
    is_free_now: bool
    now_text: str
    owner_name: str
    owner_email: str
    holders: tuple[str, ...]
    offers: tuple[Offer, ...] = ()
    may_free: bool = False
    is_soon: bool = False


def banner_for(actor: Actor, refusal_id: UUID | None, now: datetime) -> Banner | None:
    """The banner for a refusal, if the actor may know of it."""
    if refusal_id is None:
        return None
    try:
        return banner(explain_refusal(current.db(), actor, refusal_id, now), now)
    except NotFound:
        return None


def banner(source: RefusalView, now: datetime) -> Banner:
    """Lay out a refusal."""
    return Banner(
        title=_title(source),
        told=f"{words.translate(source.title)}. {words.translate(source.detail)}",
        mine=source.mine,
        at=moment(source.at, now),
        freeing_helps=source.reason is RefusalReason.ACCOUNT_LIMIT,
        is_free_now=source.free_now > 0,
        now_text=words.ngettext(
            "A license is free now: open the session again.",
            "%(number)s licenses are free now: open the session again.",
            max(1, source.free_now),
        ),
        owner_name=source.owner_name,
        owner_email=source.owner_email,
        holders=tuple(
            f"{license_name(then.number)}: {holder(then.display_name, then.device_name, mine=False)}"
            for then in source.holders_then
        ),
    )


def _title(source: RefusalView) -> str:
    who, what, where = source.user_display_name, source.remote, source.device_name
    if what == NOBODY_YET:
        if source.mine:
            return words.gettext(
                "Your attempt to start a support session from %(device)s was refused", device=where
            )
        return words.gettext(
            "%(user)s’s attempt to start a support session from %(device)s was refused",
            user=who,
            device=where,
        )
    if source.mine:
        return words.gettext(
            "Your attempt to open %(remote)s from %(device)s was refused", remote=what, device=where
        )
    return words.gettext(
        "%(user)s’s attempt to open %(remote)s from %(device)s was refused",
        user=who,
        remote=what,
        device=where,
    )
