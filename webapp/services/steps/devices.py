"""Devices by the id that stays with them: a program's own, or one that a browser keeps in a cookie."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from webapp.models import Device
from webapp.services.steps.accounts import hold_account


def device_of(tx: Connection, account_id: int, identifier: str, name: str, now: datetime) -> int:
    """The device with this id in the account, made when first seen. One seen before takes the name given now."""
    hold_account(tx, account_id, now)  # two first sign-ins of one device come one after the other
    this = (Device.account_id == account_id, Device.identifier == identifier)
    known = tx.execute(select(Device.device_id).where(*this)).scalar_one_or_none()
    if known is not None:
        tx.execute(update(Device).where(*this).values(name=name))
        return known
    new = insert(Device).values(account_id=account_id, identifier=identifier, name=name, created_at=now)
    return tx.execute(new.returning(Device.device_id)).scalar_one()
