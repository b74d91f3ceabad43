"""A wish to open a session. Asking for the same wish again, however often, opens one session."""

from dataclasses import dataclass, field, replace
from uuid import uuid4


def _new_key() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Wish:
    """What to open. `key` is sent as the Idempotency-Key.

    A `support` session may go without `remote`: whoever joins gives a name. `accept_ppu`: whether pay-per-use minutes may be
    used when no license is free; None: the person was not asked.
    """

    remote: str
    remote_address: str | None = None
    kind: str = "unattended"
    key: str = field(default_factory=_new_key)
    accept_ppu: bool | None = None

    def anew(self) -> "Wish":
        """The wish for another session of the same kind to the same remote side."""
        return replace(self, key=_new_key())

    def answered(self, accept_ppu: bool) -> "Wish":
        """The same wish, with what the person said to using pay-per-use minutes."""
        return replace(self, accept_ppu=accept_ppu)

    def document(self) -> dict[str, str | bool]:
        """The body of the request."""
        body = {
            "kind": self.kind,
            "remote": self.remote or None,
            "remote_address": self.remote_address,
            "accept_ppu": self.accept_ppu,
        }
        return {name: value for name, value in body.items() if value is not None}
