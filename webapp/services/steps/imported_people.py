"""Users and devices of an imported history: those that there are, else such as nobody signs in with."""

import re
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select

from webapp.domain.user_names import NAME_PATTERN
from webapp.models import Device, User
from webapp.services.steps.passwords import NO_PASSWORD

UNMAIL = "imported.invalid"
"""A domain that receives no mail (RFC 2606)."""


class People:
    """Finds or makes them, each once."""

    def __init__(self, account_id: int, domain: str, now: datetime) -> None:
        self._account_id, self._domain, self._now = account_id, domain, now
        self._users: dict[str, int] = {}
        self._devices: dict[str, int] = {}
        self.new_users: list[str] = []

    def user(self, tx: Connection, called: str) -> int:
        """The user of this name, e-mail address or full name; a new one, disabled, where there is none."""
        name = called.removeprefix(rf"\\{self._domain}" + "\\").removeprefix(self._domain + "\\").lower()
        if name not in self._users:
            self._users[name] = self._known_user(tx, name, called) or self._new_user(tx, name, called)
        return self._users[name]

    def device(self, tx: Connection, called: str) -> int:
        """The device of this name; a new one where there is none."""
        if called not in self._devices:
            known = tx.execute(
                select(func.min(Device.device_id)).where(
                    Device.account_id == self._account_id, func.lower(Device.name) == called.lower()
                )
            ).scalar_one()
            self._devices[called] = known or self._new_device(tx, called)
        return self._devices[called]

    def _known_user(self, tx: Connection, name: str, called: str) -> int | None:
        query = select(func.min(User.user_id)).where(
            User.account_id == self._account_id,
            or_(User.name == name, User.email == name, func.lower(User.display_name) == called.lower()),
        )
        found: int | None = tx.execute(query).scalar_one()
        return found

    def _new_user(self, tx: Connection, name: str, called: str) -> int:
        plain = re.sub(r"[^a-z0-9._-]+", "-", name.partition("@")[0])[:48].strip("-._") or "somebody"
        assert NAME_PATTERN.fullmatch(plain), plain
        taken = set(
            tx.execute(
                select(User.name).where(User.account_id == self._account_id, User.name.startswith(plain))
            ).scalars()
        )
        free = next(n for n in (plain, *(f"{plain}-{i}" for i in range(2, len(taken) + 3))) if n not in taken)
        self.new_users.append(free)
        return int(
            tx.execute(
                insert(User)
                .values(
                    account_id=self._account_id,
                    name=free,
                    display_name=called,
                    email=f"{free}@{self._domain}.{UNMAIL}",
                    password_hash=NO_PASSWORD,
                    disabled_at=self._now,
                    created_at=self._now,
                )
                .returning(User.user_id)
            ).scalar_one()
        )

    def _new_device(self, tx: Connection, called: str) -> int:
        values = {"account_id": self._account_id, "name": called, "created_at": self._now}
        return int(
            tx.execute(
                insert(Device)
                .values(identifier=f"imported:{called}"[:200], **values)
                .returning(Device.device_id)
            ).scalar_one()
        )
