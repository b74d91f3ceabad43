"""View model of the page Pay per use. Days and times are those of the account's time zone, as on every report."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from webapp import words
from webapp.domain.ppu import EntryKind
from webapp.domain.ppu_forecast import Forecast
from webapp.domain.texts import phrase, phrases
from webapp.domain.units import count
from webapp.services.view_ppu import LedgerLine, PpuPage
from webapp.web.ppu.chart import Chart, chart

KINDS = {
    EntryKind.PURCHASE: phrase("Bought"),
    EntryKind.USE: phrase("Used"),
    EntryKind.CORRECTION: phrase("Corrected"),
}
NOT_ENOUGH = phrase(
    "There is not enough use yet to tell how long they last: that takes three days since the first minute."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. `minutes` with its sign; `balance` empty where it is not shown."""

    number: int
    time: str
    what: str
    who: str
    minutes: str
    adds: bool
    balance: str


@dataclass(frozen=True, slots=True)
class UserUse:
    """What one person used in the days of the chart; `share` of all, in percent."""

    name: str
    minutes: str
    share: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page shows."""

    balance: str
    noun: str
    state: str
    tone: str
    is_low: bool
    about: str
    sees_all: bool
    forecast: tuple[str, ...]
    chart: Chart
    by_user: tuple[UserUse, ...]
    entries: tuple[Entry, ...]
    next_before: int | None
    zone: str


def page(source: PpuPage, now: datetime) -> Page:
    """Lay out what was read."""
    terms = source.terms
    used = sum(minutes for _, minutes in source.by_day)
    return Page(
        balance=words.number(terms.minutes),
        noun=phrases("minute left", "minutes left", terms.minutes),
        state=terms.in_words(now),
        tone="tone-green" if terms.is_usable(now) else "tone-orange",
        is_low=terms.minutes < source.low_minutes,
        about=_about(source, now),
        sees_all=source.sees_all,
        forecast=_forecast(source, now),
        chart=chart(source.by_day),
        by_user=tuple(
            UserUse(name, count(minutes, "minute"), round(100 * minutes / used))
            for name, minutes in source.by_user
        ),
        entries=tuple(_entry(line, terms.zone, source.sees_all) for line in source.ledger),
        next_before=source.next_before,
        zone=str(terms.zone),
    )


def _about(source: PpuPage, now: datetime) -> str:
    if source.terms.is_usable(now):
        return phrase("Sessions use minutes when no license is free.")
    if source.terms.has_expired(now):
        return phrase(
            "Minutes cannot be used any more. Ask the operator of this installation for a later last day."
        )
    if not source.terms.is_on:
        return phrase("Minutes cannot be used while it is off.")
    return phrase("No minute is left. The operator of this installation adds minutes.")


def _forecast(source: PpuPage, now: datetime) -> tuple[str, ...]:
    if not source.sees_all or not source.terms.minutes:
        return ()
    if not source.forecasts:
        return (NOT_ENOUGH,)
    today = now.astimezone(source.terms.zone).date()
    return tuple(_last_until(one, today, source.terms.last_day) for one in source.forecasts)


def _last_until(one: Forecast, today: date, last_day: date | None) -> str:
    if one.until is None:
        ends = phrase("for more than two years")
    elif one.until == today:
        ends = phrase("until today")
    else:
        ends = phrase("until %(day)s", day=_day(one.until, today))
    known = {"days": one.days, "rate": _rate(one.rate), "ends": ends}
    if last_day is not None and (one.until is None or one.until > last_day):
        return phrase(
            "At the rate of the last %(days)s days, %(rate)s, they last %(ends)s, which is after their last day.",
            **known,
        )
    return phrase("At the rate of the last %(days)s days, %(rate)s, they last %(ends)s.", **known)


def _rate(rate: float) -> str:
    whole = round(rate)
    return (
        phrases("about %(number)s minute a day", "about %(number)s minutes a day", whole)
        if whole
        else phrase("less than a minute a day")
    )


def _day(day: date, today: date) -> str:
    return words.day(day, "EEEE, d MMMM" if day.year == today.year else "EEEE, d MMMM y")


def _entry(line: LedgerLine, zone: tzinfo, sees_all: bool) -> Entry:
    return Entry(
        number=line.number,
        time=_span(line.first_at.astimezone(zone), line.last_at.astimezone(zone)),
        what=KINDS[line.kind],
        who=line.user or line.note or "",
        minutes=("+" if line.minutes > 0 else "\u2212") + words.number(abs(line.minutes)),
        adds=line.minutes > 0,
        balance=words.number(line.balance) if sees_all else "",
    )


def _span(first: datetime, last: datetime) -> str:
    locale = words.locale()
    begins, ends = (words.formats.moment(at, locale) for at in (first, last))
    if first == last:
        return ends
    if first.date() == last.date():
        return f"{begins}\u2013{last:%H:%M}"
    return f"{begins}\u2013{words.formats.moment(last, locale, 'd MMM')}"
