"""View model of the limit-reached banner: what was refused and why, who held the licenses, and whether one is free now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp import current
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.states import RefusalReason
from webapp.services.admit_session import NOBODY_YET
from webapp.services.explain_refusal import RefusalView, explain_refusal
from webapp.web.license_usage.offers import Offer
from webapp.web.license_usage.texts import Moment, count, moment


@dataclass(frozen=True, slots=True)
class Banner:
    """What the banner shows. `freeing_helps` is False for the user's own limit: then only the owner can help.

    `offers`: licenses that the reader may free and that look forgotten; `may_free`: whether they may free any that is shown.
    """

    title: str
    told: str
    at: Moment
    freeing_helps: bool
    is_free_now: bool
    now_text: str
    owner_name: str
    owner_email: str
    holders: tuple[str, ...]
    offers: tuple[Offer, ...] = ()
    may_free: bool = False


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
    what = "start a support session" if source.remote == NOBODY_YET else f"open {source.remote}"
    who, told = ("Your", "you were") if source.mine else (f"{source.user_display_name}’s", "they were")
    return Banner(
        title=f"{who} attempt to {what} from {source.device_name} was refused",
        told=f"{told} told: {source.title}. {source.detail}",
        at=moment(source.at, now),
        freeing_helps=source.reason is RefusalReason.ACCOUNT_LIMIT,
        is_free_now=source.free_now > 0,
        now_text=f"{_free(source.free_now)} now: open the session again.",
        owner_name=source.owner_name,
        owner_email=source.owner_email,
        holders=tuple(
            f"License {holder.number}: {holder.display_name} on {holder.device_name}"
            for holder in source.holders_then
        ),
    )


def _free(number: int) -> str:
    return "A license is free" if number <= 1 else f"{count(number, 'license')} are free"
