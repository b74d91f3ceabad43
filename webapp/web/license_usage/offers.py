"""What is offered first to whoever was refused: licenses that look forgotten and that they may free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.domain.forgotten import FORGOTTEN_AFTER, all_forgotten_at, forgotten_at
from webapp.services.view_usage import LicenseGroup
from webapp.web.license_usage.rows import group_id, may_free
from webapp.web.license_usage.texts import Moment, holder, license_name, moment

OFFERED = 3
"""More choice than this takes longer than to look at the rows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A license that may be freed. `at`: from when on it looks forgotten; `group`: its rows' id on the page."""

    group: str
    name: str
    who: str
    since: Moment
    at: str
    is_due: bool


def offers_of(groups: Iterable[LicenseGroup], now: datetime) -> tuple[Offer, ...]:
    """Those that look forgotten, or will: the longest first."""
    found = [(at, group) for group in groups if may_free(group) and (at := _forgotten_at(group))]
    found.sort(key=lambda one: one[0])
    return tuple(_offer(group, at, now) for at, group in found[:OFFERED])


def _forgotten_at(group: LicenseGroup) -> datetime | None:
    return all_forgotten_at(forgotten_at(row.state, row.waiting_since) for row in group.sessions)


def _offer(group: LicenseGroup, at: datetime, now: datetime) -> Offer:
    return Offer(
        group=group_id(group),
        name=license_name(group.number),
        who=holder(group.display_name, group.device_name, group.mine),
        since=moment(at - FORGOTTEN_AFTER, now),
        at=at.isoformat(),
        is_due=at <= now,
    )
