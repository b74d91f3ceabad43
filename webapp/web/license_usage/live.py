"""What is pushed to an open License Usage page: of the parts that change, those that did, for the view of the page's address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import render_template

from webapp import words
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden, NotFound
from webapp.services.shared_reads import SharedReads
from webapp.web.license_usage.page import PARTS, Page, page_for
from webapp.web.license_usage.shown import Shown
from webapp.web.license_usage.table import unchanged
from webapp.web.license_usage.view import read_view

REFUSAL, OVERVIEW, TIPS, TABLE = PARTS


def render_update(
    actor: Actor,
    asked: Mapping[str, Any],
    now: datetime,
    reads: SharedReads | None = None,
    sent: object = None,
) -> tuple[str, object]:
    """Render an update for a page that has been `sent` something already, and say what it shows then. Before the first (None),
    it shows what it says itself, if it does.

    `asked` is the page's query as parsed by the web framework. Raises Forbidden on lost rights.
    """
    reads = reads or SharedReads()
    try:
        page = page_for(actor, read_view(asked), now, reads)
    except NotFound as gone:  # the user through whose eyes somebody looked has been disabled
        raise Forbidden(gone.message) from gone
    before = sent if isinstance(sent, Shown) else page.shown.as_claimed(asked.get("shows", ""))
    return "".join(_changed(page, page.shown, before, reads)), page.shown


def _changed(page: Page, shown: Shown, before: Shown | None, reads: SharedReads) -> list[str]:
    """The parts that differ. Tips come with the table: a page that holds its rows back holds both."""
    changed = []
    if before is None or shown.banner != before.banner:
        changed.append(_part(page, REFUSAL))
    if before is None or shown.overview != before.overview:
        changed.append(
            reads.once((OVERVIEW, shown.overview, words.language()), lambda: _part(page, OVERVIEW))
        )
    if before is None or not _same_table(shown, before, reads):
        changed.append(
            _part(page, TIPS)
            if page.tips
            else reads.once((TIPS, words.language()), lambda: _part(page, TIPS))
        )
        changed.append(_table(page, shown, before, reads))
    return changed


def _same_table(shown: Shown, before: Shown, reads: SharedReads) -> bool:
    if (shown.tips, shown.around) != (before.tips, before.around):
        return False
    rows = (
        before.groups,
        shown.groups,
    )  # kept with the answer: an id is one only as long as its object lives
    return reads.once(("same", *map(id, rows)), lambda: (rows, rows[0] == rows[1]))[1]


def _table(page: Page, shown: Shown, before: Shown | None, reads: SharedReads) -> str:
    """The table, where rows that the page has already are only named. Those who were sent the same are sent the same."""
    known = before.groups if before else ()

    def render() -> tuple[object, str]:
        had = {group.id: group.about for group in known}
        groups = tuple(unchanged(g) if had.get(g.id) == g.about else g for g in shown.groups)
        return (known, shown.groups), _part(replace(page, groups=groups), TABLE)

    key = (TABLE, words.language(), id(known), id(shown.groups), shown.around, page.view.suffix)
    return reads.once(key, render)[1]


def _part(page: Page, part: tuple[str, str]) -> str:
    return render_template("license_usage/_part.html", page=page, part=part)
