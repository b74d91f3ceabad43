"""The words a stored row may use: states, kinds, funding and the reasons things ended (product.md, "States of a session")."""

from enum import StrEnum


class SessionState(StrEnum):
    """Where a session stands. `standby`, `active` and `ending` hold a license (or run on pay per use)."""

    STANDBY = "standby"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDING = "ending"
    ENDED = "ended"


HOLDING_STATES = (SessionState.STANDBY, SessionState.ACTIVE, SessionState.ENDING)
"""States in which a session keeps its place: its (user, device) pair holds a license, or it runs on PPU."""


class SessionKind(StrEnum):
    """`unattended`: opened straight to a machine. `support`: opened with a code that somebody joins."""

    UNATTENDED = "unattended"
    SUPPORT = "support"


class Funding(StrEnum):
    """What pays for a session: one of the account's licenses, or pay-per-use minutes."""

    LICENSE = "license"
    PPU = "ppu"


class EndReason(StrEnum):
    """Why a session is over."""

    CLOSED_BY_CLIENT = "closed_by_client"
    TERMINATED = "terminated"
    LEASE_LAPSED = "lease_lapsed"
    CODE_EXPIRED = "code_expired"
    PAUSE_EXPIRED = "pause_expired"
    REMOTE_LEFT = "remote_left"
    PPU_USED_UP = "ppu_used_up"


class ClosedBy(StrEnum):
    """What closed a session that was being ended (product.md, "Ending sessions")."""

    CLIENT = "client"
    DEADLINE = "deadline"
    LEASE = "lease"
    AT_ONCE = "at_once"
    REMOTE = "remote"


class RefusalReason(StrEnum):
    """Which limit turned an attempt away."""

    ACCOUNT_LIMIT = "account_limit"
    USER_LIMIT = "user_limit"


class SessionHappening(StrEnum):
    """What a session's timeline tells beside its beginning, its terminations and its end."""

    CODE_ISSUED = "code_issued"
    JOINED = "joined"
    PAUSED = "paused"
    RESUMED = "resumed"
    ON_LICENSE = "on_license"
    ON_PPU = "on_ppu"
    REMOTE_LEFT = "remote_left"
