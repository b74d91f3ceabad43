"""What the operator sees of an account: its licenses, and how its pay per use stands."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from webapp.db import Database
from webapp.domain.ppu import last_day
from webapp.models import IS_ON_PPU, Account, ClientSession, User
from webapp.services.steps.operating import account_of
from webapp.services.steps.usage_numbers import standing_of_licenses


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account now. `on_ppu`: how many sessions run on pay per use. `ppu_last_day` None: it does not expire."""

    domain: str
    name: str
    owner: str
    licenses: int
    in_use: int
    ppu_is_on: bool
    ppu_last_day: date | None
    ppu_has_expired: bool
    ppu_minutes: int
    on_ppu: int


def describe_account(db: Database, domain: str, now: datetime) -> AccountView:
    """Read it in one snapshot. Raises NotFound."""
    with db.read() as tx:
        account_id = account_of(tx, domain)
        row = tx.execute(select(*Account.__table__.c).where(Account.account_id == account_id)).one()
        return AccountView(
            domain=row.domain,
            name=row.name,
            owner=_owner(tx, account_id),
            licenses=row.license_count,
            in_use=len(standing_of_licenses(tx, account_id, now)),
            ppu_is_on=row.ppu_is_on,
            ppu_last_day=last_day(row.ppu_expires_at, ZoneInfo(row.time_zone)),
            ppu_has_expired=row.ppu_expires_at is not None and row.ppu_expires_at <= now,
            ppu_minutes=row.ppu_minutes,
            on_ppu=_on_ppu(tx, account_id, now),
        )


def _owner(tx: Connection, account_id: int) -> str:
    query = select(User.name).where(User.account_id == account_id, User.is_owner)
    return tx.execute(query).scalar_one()


def _on_ppu(tx: Connection, account_id: int, now: datetime) -> int:
    query = select(func.count()).where(
        ClientSession.account_id == account_id, IS_ON_PPU, ClientSession.over_at > now
    )
    return tx.execute(query).scalar_one()
