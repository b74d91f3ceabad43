"""Tips on License Usage: shown only when they apply, each with its one action."""

from datetime import timedelta
from enum import StrEnum

CLOSED_FOR = timedelta(days=3)
"""How long a tip that was closed stays away."""
UNJOINED_FOR = timedelta(minutes=5)
"""So long nobody has joined before a code is worth a word."""
A_WEEK = timedelta(days=7)
REFUSALS_WORTH_A_TIP = 3
"""So many refusals in a week tell of too few licenses; one or two happen."""


class TipKind(StrEnum):
    """What a tip is about."""

    UNJOINED_CODES = "unjoined_codes"
    OWN_LIMIT = "own_limit"
    REFUSALS = "refusals"
    PPU_LOW = "ppu_low"
    PAUSED = "paused"
    WRONG_CODES = "wrong_codes"
    AWAY = "away"
