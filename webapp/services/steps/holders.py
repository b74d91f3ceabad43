"""Who held the licenses at a moment of the past."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from webapp.models import Device, LicenseHolding, User


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Who held a license when a refusal happened."""

    number: int
    display_name: str
    device_name: str


def holders_at(tx: Connection, account_id: int, moment: datetime) -> tuple[HolderRow, ...]:
    """The holders of all licenses of the account at that moment, by the license's number."""
    query = (
        select(LicenseHolding.number, User.display_name, Device.name)
        .join(User, User.user_id == LicenseHolding.user_id)
        .join(Device, Device.device_id == LicenseHolding.device_id)
        .where(
            LicenseHolding.account_id == account_id,
            LicenseHolding.held_since <= moment,
            or_(LicenseHolding.released_at.is_(None), LicenseHolding.released_at > moment),
        )
        .order_by(LicenseHolding.number)
    )
    return tuple(HolderRow(*row) for row in tx.execute(query))
