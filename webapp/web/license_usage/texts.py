"""Times and names as people read them. static/js/ticking.js keeps the times going in the same form."""

from dataclasses import dataclass
from datetime import datetime

from webapp import words
from webapp.domain.units import count


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: for the browser (`iso`, which it shows in its own time zone) and as text in UTC."""

    iso: str
    text: str


def moment(at: datetime, now: datetime) -> Moment:
    """The time of day; with the date when that was not today."""
    time = at.strftime("%H:%M UTC")
    day = words.day(at.date(), "d MMM")
    return Moment(at.isoformat(), time if at.date() == now.date() else f"{day}, {time}")


def duration(seconds: float) -> str:
    """A span of time as `0:40`, `18:40`, `1:04:22` or `2 d 01:04:22`."""
    whole = max(0, int(seconds))
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, secs = divmod(rest, 60)
    if days:
        time = f"{hours:02}:{minutes:02}:{secs:02}"
        return words.gettext("%(days)s d %(time)s", days=str(days), time=time)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def holder(display_name: str, device_name: str, mine: bool) -> str:
    """Who holds a license: `Ana Novak (you) on ANA-LAPTOP`."""
    if mine:
        return words.gettext("%(user)s (you) on %(device)s", user=display_name, device=device_name)
    return words.gettext("%(user)s on %(device)s", user=display_name, device=device_name)


def license_name(number: int) -> str:
    """What a license is called."""
    return words.gettext("License %(number)s", number=str(number))


def minutes(number: int) -> str:
    """So many minutes, in words."""
    return words.translate(count(number, "minute"))


def sessions(number: int) -> str:
    """So many sessions, in words."""
    return words.translate(count(number, "session"))
