"""How pay per use stands, for the settings that it belongs to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.domain.ppu_state import PpuTerms
from webapp.domain.settings import PPU_IS_ON
from webapp.domain.texts import listed, phrases
from webapp.services.read_settings import AccountSettings


def ppu_state(stored: AccountSettings, now: datetime) -> str:
    """State and balance: `On, last day 31 Dec 2026. 570 minutes left.`"""
    terms = PpuTerms(
        stored.operators[PPU_IS_ON.name] == "on",
        stored.ppu_expires_at,
        stored.ppu_minutes,
        ZoneInfo(stored.values["time_zone"]),
    )
    left = phrases("%(number)s minute left", "%(number)s minutes left", terms.minutes)
    return listed([terms.in_words(now), listed([left, "."], "")], "; ")
