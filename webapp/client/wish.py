"""A wish to open a session. Asking for the same wish again, however often, opens one session."""

from dataclasses import dataclass, field, replace
from uuid import uuid4


def _new_key() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Wish:
    """What to open. `key` is sent as the Idempotency-Key."""

    remote: str
    remote_address: str | None = None
    kind: str = "unattended"
    key: str = field(default_factory=_new_key)

    def anew(self) -> "Wish":
        """The wish for another session of the same kind to the same remote side."""
        return replace(self, key=_new_key())

    def document(self) -> dict[str, str]:
        """The body of the request."""
        body = {"kind": self.kind, "remote": self.remote}
        return body if self.remote_address is None else {**body, "remote_address": self.remote_address}
