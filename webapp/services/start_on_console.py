"""Starting a support session in a browser: it belongs to that browser as its device, and holds a license like any other."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.states import SessionKind
from webapp.models import Device
from webapp.services.admit_session import Admitted, OpenRequest, PpuQuestion, Refused, admit_session
from webapp.services.steps.devices import device_of


def start_on_console(
    db: Database, at_browser: Actor, label: str, accept_ppu: bool | None, now: datetime
) -> Admitted | Refused | PpuQuestion:
    """Open a support session from a browser that `use_browser` has made a device of. `label`, if any, says what it is for.

    Raises Invalid (`remote`) for a label that cannot be shown.
    """
    wish = OpenRequest(SessionKind.SUPPORT, label, accept_ppu=accept_ppu)
    return admit_session(db, at_browser, wish, now)


def use_browser(db: Database, actor: Actor, identifier: str, name: str, now: datetime) -> Actor:
    """The actor at this browser, which becomes a device of the account when it is used for the first time."""
    device_id = db.write(lambda tx: device_of(tx, actor.account_id, identifier, name, now))
    return replace(actor, device_id=device_id, device_name=name)


def at_browser(db: Database, actor: Actor, identifier: str) -> Actor:
    """The actor at this browser. One that is no device of the account stays without: nothing was opened from it."""
    query = select(Device.device_id, Device.name).where(
        Device.account_id == actor.account_id, Device.identifier == identifier
    )
    with db.read() as tx:
        found = tx.execute(query).one_or_none()
    return actor if found is None else replace(actor, device_id=found.device_id, device_name=found.name)
