"""View model of Settings > Overview: what differs from its default, by whom and since when."""

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.texts import phrase
from webapp.services.list_changed_settings import ChangedSetting, OwnSettings, SettingsOverview
from webapp.web.license_usage.texts import Moment, moment

BY_OPERATOR = phrase("Operator, when the account was created")


@dataclass(frozen=True, slots=True)
class Line:
    """One setting that differs."""

    name: str
    label: str
    value: str
    default: str
    who: str
    at: Moment | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Settings that differ, and users with settings of their own."""

    lines: tuple[Line, ...]
    users: tuple[OwnSettings, ...]


def overview(source: SettingsOverview, now: datetime) -> Overview:
    """Lay out what was read."""
    return Overview(tuple(_line(changed, now) for changed in source.changed), source.users)


def _line(changed: ChangedSetting, now: datetime) -> Line:
    at = moment(changed.at, now) if changed.at else None
    return Line(changed.name, changed.label, changed.value, changed.default, changed.who or BY_OPERATOR, at)
