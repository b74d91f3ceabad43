"""Tips on License Usage: shown only when they apply, each with its one action."""

from datetime import timedelta
from enum import StrEnum

CLOSED_FOR = timedelta(days=3)
"""How long a tip that was closed stays away."""


class TipKind(StrEnum):
    """What a tip is about."""

    UNJOINED_CODES = "unjoined_codes"
    OWN_LIMIT = "own_limit"
    REFUSALS = "refusals"
    PPU_LOW = "ppu_low"
    PAUSED = "paused"
    WRONG_CODES = "wrong_codes"
