"""The server's answers, typed. Fields that the client can do without have defaults; unknown ones are ignored."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """What all answers share."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SignedIn(Answer):
    """Who is signed in, on which device. `token` comes only from the sign-in itself."""

    token: str = ""
    account: str = ""
    user: str = ""
    user_display_name: str = ""
    device: str = ""


class Session(Answer):
    """A session as the server sees it. `seconds` is the whole notice of a termination, `ends_at` when it takes effect.

    `expires_at`: when the code of a standby session expires, or a paused session is over. `code`: for who opened it alone.
    """

    id: UUID
    kind: str
    state: str
    license: int | None = None
    funding: str | None = None
    remote: str = ""
    remote_address: str | None = None
    user: str = ""
    user_display_name: str = ""
    device: str = ""
    mine: bool = False
    opened_at: datetime | None = None
    lease_expires_at: datetime | None = None
    renew_every_seconds: float = 30
    ends_at: datetime | None = None
    seconds: float | None = None
    message: str | None = None
    end_reason: str | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    joined_at: datetime | None = None
    code: str | None = None

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self.state == "ended"

    @property
    def paused(self) -> bool:
        """Whether it waits to be resumed, and holds nothing."""
        return self.state == "paused"

    @property
    def on_ppu(self) -> bool:
        """Whether it uses pay-per-use minutes."""
        return self.funding == "ppu"

    @property
    def held_license(self) -> int | None:
        """The number of the license that it holds now."""
        return None if self.paused or self.over else self.license


class SessionPage(Answer):
    """Sessions of one page of a list, and where the next page starts."""

    items: tuple[Session, ...]
    next: str | None = None


class LeaseAnswer(Answer):
    """How the sessions of this device stand after a renewal."""

    lease_expires_at: datetime
    renew_every_seconds: float
    sessions: tuple[Session, ...]


class TerminationAsked(Answer):
    """When a termination takes effect."""

    ends_at: datetime


class Holder(Answer):
    """Who holds a license."""

    license: int | None = None
    user: str = ""
    user_display_name: str = ""
    device: str = ""
    since: datetime | None = None
    sessions: int = 0


class Licenses(Answer):
    """How many licenses the account has, how many are in use, and by whom."""

    licenses: int
    in_use: int
    holders: tuple[Holder, ...] = ()
