"""The table's groups as HTML. What a group shows without the time is rendered once for all who see it so, and kept; how long
its sessions have lasted is put in for each answer."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from webapp import words
from webapp.services.view_usage import LicenseGroup, SessionRow, UsagePage
from webapp.web.license_usage.rows import Group, license_group, paused_group, ppu_group
from webapp.web.license_usage.texts import duration

KEPT = 4096
"""How many groups a process keeps, at about 2 KiB each."""
LASTING = secrets.token_hex(16)
"""Stands for how long a session has lasted. Nobody can put it into a name."""


@dataclass(frozen=True, slots=True)
class RenderedGroup:
    """A group of rows. `about` is what it shows, whatever the time: while that stays, nobody need be sent it again."""

    id: str
    about: object
    html: Markup = field(compare=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The groups of a page. The page stands here so that it lives as long as they do."""

    page: UsagePage
    groups: tuple[RenderedGroup, ...]


def rendered(source: UsagePage, suffix: str, now: datetime, *, looking: bool) -> tuple[RenderedGroup, ...]:
    """The groups of a page. `suffix`: the view that their buttons come back to; `looking`: there are none."""
    found = [_license(group, suffix, now, looking=looking) for group in source.groups]
    if source.on_ppu:
        group = ppu_group(source.on_ppu, source.overview.ppu, now, looking=looking)
        found.append(RenderedGroup(group.id, (source.on_ppu, source.overview.ppu), _html(group, suffix)))
    if source.paused:
        group = paused_group(source.paused, now)
        found.append(RenderedGroup(group.id, source.paused, _html(group, suffix)))
    return tuple(found)


def unchanged(group: RenderedGroup) -> RenderedGroup:
    """What stands for a group that a page has been sent already (static/js/unchanged.js puts it back in)."""
    return replace(group, html=Markup('<tbody id="{}" data-same></tbody>').format(group.id))


def _license(source: LicenseGroup, suffix: str, now: datetime, *, looking: bool) -> RenderedGroup:
    if any(_counts_down(row) for row in source.sessions):
        group = license_group(source, now, looking=looking)
        return RenderedGroup(group.id, source, _html(group, suffix))
    name, pieces = _kept(source, suffix, now.date(), words.language(), looking)
    lasting = (duration((now - row.opened_at).total_seconds()) for row in source.sessions)
    html = pieces[0] + "".join(f"{text}{piece}" for text, piece in zip(lasting, pieces[1:], strict=True))
    return RenderedGroup(name, source, Markup(html))  # noqa: S704 - our own template, and times


def _counts_down(row: SessionRow) -> bool:
    return row.ends_at is not None or row.expires_at is not None


@lru_cache(KEPT)
def _kept(
    source: LicenseGroup, suffix: str, day: date, _language: str, looking: bool
) -> tuple[str, list[str]]:
    """A group's id and its HTML around the times: nothing else in it depends on more than the day and the language."""
    group = license_group(source, datetime.combine(day, time.max, UTC), looking=looking)
    lasting = tuple(replace(line, duration=LASTING) for line in group.lines)
    return group.id, str(_html(replace(group, lines=lasting), suffix)).split(LASTING)


def _html(group: Group, suffix: str) -> Markup:
    template = current_app.jinja_env.get_template("license_usage/_group.html")
    return Markup(template.render(group=group, suffix=suffix))  # noqa: S704 - our own template
