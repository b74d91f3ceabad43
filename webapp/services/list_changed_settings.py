"""Settings > Overview: what differs from its default, who changed it and when, and which users have own settings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from webapp.db import Database
from webapp.domain.access import AccountRight, Actor, Right
from webapp.domain.right_settings import LABELS, described, on_off
from webapp.domain.settings import SETTINGS
from webapp.domain.texts import listed
from webapp.models import AuditEntry, User, UserRightSetting
from webapp.services.steps.rights import account_rights
from webapp.services.steps.settings import setting_subject, stored_settings


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """A setting or right that differs. `who` and `at` are None for what the operator set when creating the account."""

    name: str
    label: str
    value: str
    default: str
    who: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """A user with settings of rights of their own, in words: `Control domain sessions: on`."""

    user_name: str
    display_name: str
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingsOverview:
    """Everything that is not as it was at first."""

    changed: tuple[ChangedSetting, ...]
    users: tuple[OwnSettings, ...]


def list_changed_settings(db: Database, actor: Actor) -> SettingsOverview:
    """Read the overview in one snapshot."""
    with db.read() as tx:
        differing = [*_settings(tx, actor.account_id), *_rights(tx, actor.account_id)]
        latest = _latest_entries(tx, actor.account_id, [subject for subject, *_ in differing])
        changed = tuple(
            ChangedSetting(name, label, value, default, *latest.get(subject, (None, None)))
            for subject, name, label, value, default in differing
        )
        return SettingsOverview(changed, _users(tx, actor.account_id))


Differing = tuple[str, str, str, str, str]
"""The subject in the audit trail; name, label, value and default."""


def _settings(tx: Connection, account_id: int) -> Iterable[Differing]:
    for name, value in stored_settings(tx, account_id).items():
        setting = SETTINGS[name]
        if setting.has_default and value != setting.default:
            shown = setting.shown(value), setting.shown(setting.default)
            yield setting_subject(name), name, setting.label, *shown


def _rights(tx: Connection, account_id: int) -> Iterable[Differing]:
    for right, setting in account_rights(tx, account_id).items():
        if setting != AccountRight():
            yield f"right {right}", right, LABELS[right], described(setting), described(AccountRight())


def _latest_entries(tx: Connection, account_id: int, subjects: list[str]) -> dict[str, tuple[str, datetime]]:
    last = (
        select(AuditEntry.subject, func.max(AuditEntry.number).label("number"))
        .where(AuditEntry.account_id == account_id, AuditEntry.subject.in_(subjects))
        .group_by(AuditEntry.subject)
        .subquery()
    )
    entries = (
        select(
            AuditEntry.subject, AuditEntry.at, func.coalesce(User.display_name, AuditEntry.who).label("who")
        )
        .join(last, AuditEntry.number == last.c.number)
        .outerjoin(User, and_(User.account_id == AuditEntry.account_id, User.user_id == AuditEntry.user_id))
        .where(AuditEntry.account_id == account_id)
    )
    return {row.subject: (row.who, row.at) for row in tx.execute(entries)}


def _users(tx: Connection, account_id: int) -> tuple[OwnSettings, ...]:
    query = (
        select(User.name, User.display_name, UserRightSetting.right, UserRightSetting.allowed)
        .join(
            User,
            and_(User.account_id == UserRightSetting.account_id, User.user_id == UserRightSetting.user_id),
        )
        .where(UserRightSetting.account_id == account_id)
        .order_by(User.name)
    )
    order = list(Right)
    of_user: dict[tuple[str, str], dict[Right, bool]] = defaultdict(dict)
    for name, display_name, right, allowed in tx.execute(query):
        of_user[name, display_name][right] = allowed
    return tuple(
        OwnSettings(
            *who, tuple(listed([LABELS[right], on_off(own[right])], ": ") for right in order if right in own)
        )
        for who, own in of_user.items()
    )
