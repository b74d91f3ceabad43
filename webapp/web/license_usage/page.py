"""The whole page as one view model: the page, the fragment and the pushed update are all rendered from it."""

from dataclasses import dataclass
from datetime import datetime

from webapp import current
from webapp.domain.access import Actor, Right
from webapp.services.view_usage import UsagePage, view_usage
from webapp.web.license_usage.overview import Cards, cards
from webapp.web.license_usage.refusal import Banner, banner_for
from webapp.web.license_usage.rows import Group, group
from webapp.web.license_usage.texts import Moment, moment
from webapp.web.license_usage.view import FILTERS, View
from webapp.web.local_paths import own_address


@dataclass(frozen=True, slots=True)
class Empty:
    """What the table says when it has no rows, and what to do next."""

    title: str
    detail: str
    shows_command: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """License Usage as one actor sees it now."""

    view: View
    cards: Cards
    banner: Banner | None
    groups: tuple[Group, ...]
    next: View | None
    empty: Empty | None
    scope: str
    notice_seconds: int
    as_of: Moment
    address: str
    filters: tuple[tuple[str, str], ...] = tuple(FILTERS.items())


def page_for(actor: Actor, view: View, now: datetime) -> Page:
    """Read and lay out the page. Raises Forbidden for who may view no sessions."""
    usage = view_usage(current.db(), actor, view.query, now)
    return page(usage, actor, view, banner_for(actor, view.refusal, now), now)


def page(usage: UsagePage, actor: Actor, view: View, banner: Banner | None, now: datetime) -> Page:
    """Lay out what was read."""
    return Page(
        view=view,
        cards=cards(usage.overview),
        banner=banner,
        groups=tuple(group(source, now) for source in usage.groups),
        next=view.page_after(usage.next_after) if usage.next_after is not None else None,
        empty=None if usage.groups else _empty(view),
        scope="" if Right.VIEW_DOMAIN in actor.rights else "You see your own sessions only.",
        notice_seconds=usage.notice_seconds,
        as_of=moment(now, now),
        address=own_address(),
    )


def _empty(view: View) -> Empty:
    if view.query.search:
        return Empty(f"Nothing matches “{view.query.search}”", "Look for a user, a device or a remote side.")
    if view.query.show == "mine":
        return Empty("You have no session open", "Open one from a device:", shows_command=True)
    if view.query.show == "ending":
        return Empty("No session is ending", "Tick sessions and end them to free a license.")
    if view.query.after is not None:
        return Empty("Nothing further on", "The sessions that were here have ended.")
    return Empty("No session is open", "Open one from a device:", shows_command=True)
