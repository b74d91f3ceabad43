"""The whole page as one view model: the page, the fragment and the pushed update are all rendered from it."""

from dataclasses import dataclass, replace
from datetime import datetime

from webapp import current, words
from webapp.domain.access import VIEW_FOR_CONTROL, Actor, Right, may_view_reports
from webapp.domain.texts import phrase
from webapp.services.shared_reads import SharedReads
from webapp.services.view_usage import UsagePage, view_usage
from webapp.web.license_usage.offers import offers_of
from webapp.web.license_usage.overview import Cards, cards
from webapp.web.license_usage.preview import Eyes, Preview, eyes_of
from webapp.web.license_usage.refusal import Banner, banner_for
from webapp.web.license_usage.rows import is_ending, may_free
from webapp.web.license_usage.shown import Shown
from webapp.web.license_usage.table import Rendered, RenderedGroup, rendered
from webapp.web.license_usage.texts import Moment, moment
from webapp.web.license_usage.tips import TipView, tips_for
from webapp.web.license_usage.view import FILTERS, View
from webapp.web.local_paths import own_address

PARTS = tuple(
    (f"usage-{part}", f"license_usage/_{part}.html") for part in ("refusal", "overview", "tips", "table")
)
"""What changes by itself: its id on the page, and its template."""


@dataclass(frozen=True, slots=True)
class Empty:
    """What the table says when it has no rows, and what to do next."""

    title: str
    detail: str
    shows_command: bool = False


EMPTY = {
    "mine": Empty(phrase("You have no session open"), phrase("Open one from a device:"), shows_command=True),
    "ending": Empty(phrase("No session is ending"), phrase("Tick sessions and end them to free a license.")),
    "ppu": Empty(
        phrase("No session is on pay per use"), phrase("Minutes are used only while no license is free.")
    ),
    "paused": Empty(
        phrase("You have no paused session"), phrase("Pause one of yours to free its license for a while.")
    ),
}


@dataclass(frozen=True, slots=True)
class Page:
    """License Usage as one actor sees it now."""

    view: View
    cards: Cards
    banner: Banner | None
    groups: tuple[RenderedGroup, ...]
    next: View | None
    empty: Empty | None
    scope: str
    notice_seconds: int
    as_of: Moment
    address: str
    may_end: bool
    shows_refusals: bool
    preview: Preview | None = None
    tips: tuple[TipView, ...] = ()
    parts: tuple[tuple[str, str], ...] = PARTS
    filters: tuple[tuple[str, str], ...] = tuple(FILTERS.items())

    @property
    def shown(self) -> Shown:
        """What of it changes by itself."""
        around = (self.may_end, self.scope, self.next, self.empty, self.address)
        return Shown(self.banner, (self.cards, self.shows_refusals), self.tips, self.groups, around)

    @property
    def stream(self) -> str:
        """Where its updates come from, with what it shows now: that need not be sent again."""
        suffix = self.view.suffix
        return f"/usage/events{suffix}{'&' if suffix else '?'}shows={self.shown.claim}"


def page_for(actor: Actor, view: View, now: datetime, reads: SharedReads | None = None) -> Page:
    """Read and lay out the page; `reads`: what others have read already. Raises Forbidden for who may view no sessions."""
    reads = reads or SharedReads()
    eyes = eyes_of(actor, view)
    query = replace(view.query, with_paused=eyes.preview is None)
    usage = view_usage(current.db(), eyes.actor, query, now, reads)
    shown = page(usage, eyes, view, banner_for(eyes.actor, view.refusal, now), now, reads)
    return shown if eyes.preview else replace(shown, tips=tips_for(actor, now, reads))


def page(
    usage: UsagePage, eyes: Eyes, view: View, banner: Banner | None, now: datetime, reads: SharedReads
) -> Page:
    """Lay out what was read."""
    looking = eyes.preview is not None
    rows = reads.once(
        (
            *("rendered", id(usage.groups), usage.on_ppu, usage.overview.ppu, usage.paused),
            *(view.suffix, looking, words.language()),
        ),
        lambda: Rendered(usage, rendered(usage, view.suffix, now, looking=looking)),
    ).groups
    return Page(
        view=view,
        cards=cards(usage.overview),
        banner=_with_offers(banner, usage, now),
        groups=rows,
        next=view.page_after(usage.next_after) if usage.next_after is not None else None,
        empty=None if rows else _empty(view),
        scope=_scope(eyes.person),
        notice_seconds=usage.notice_seconds,
        as_of=moment(now, now),
        address=own_address(),
        preview=eyes.preview,
        shows_refusals=eyes.preview is None and may_view_reports(eyes.actor),
        may_end=bool(eyes.actor.rights & set(VIEW_FOR_CONTROL)),
    )


def _with_offers(banner: Banner | None, usage: UsagePage, now: datetime) -> Banner | None:
    """While freeing a license helps: which to free first."""
    if banner is None or not banner.freeing_helps or banner.is_free_now:
        return banner
    can = any(may_free(group) for group in usage.groups)
    soon = any(is_ending(group) for group in usage.groups)
    return replace(banner, offers=offers_of(usage.groups, now), may_free=can, is_soon=soon)


def _scope(actor: Actor) -> str:
    """What the actor does not see, or may not end."""
    if Right.VIEW_DOMAIN not in actor.rights:
        if Right.CONTROL_OWN in actor.rights:
            return words.gettext("You see your own sessions only.")
        return words.gettext("You see your own sessions only, and may not end them.")
    if Right.CONTROL_DOMAIN in actor.rights:
        return ""
    if Right.CONTROL_OWN in actor.rights:
        return words.gettext("You may end your own sessions only.")
    return words.gettext("You may not end sessions.")


def _empty(view: View) -> Empty:
    if view.query.search:
        return Empty(
            words.gettext("Nothing matches “%(search)s”", search=view.query.search),
            words.gettext("Look for a user, a device or a remote side."),
        )
    if view.query.show in EMPTY:
        return EMPTY[view.query.show]
    if view.query.after is not None:
        return Empty(
            words.gettext("Nothing further on"), words.gettext("The sessions that were here have ended.")
        )
    return Empty(
        words.gettext("No session is open"), words.gettext("Open one from a device:"), shows_command=True
    )
