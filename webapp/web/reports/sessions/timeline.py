"""View model of one session: what is known of it, and its timeline in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.domain.states import EndReason, SessionKind
from webapp.domain.texts import listed, phrase
from webapp.services.steps.history_rows import HistoryRow
from webapp.services.view_session_history import Chapter, Happening, SessionHistory
from webapp.web.remote_names import remote_name
from webapp.web.reports.sessions.words import CLOSED_BY, ended, paid
from webapp.web.reports.writing import Writing

TITLES = {
    SessionKind.UNATTENDED: phrase("Unattended session of %(who)s"),
    SessionKind.SUPPORT: phrase("Support session of %(who)s"),
}
SERVER = "Seatkeeper"
TONES = {
    Chapter.END_ASKED: "orange",
    Chapter.TOLD: "orange",
    Chapter.CONFIRMED: "orange",
    Chapter.PAUSED: "grey",
    Chapter.ENDED: "grey",
    Chapter.ON_PPU: "azure",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of the timeline. `day` stands where it is another than of the entry before."""

    day: str
    time: str
    text: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session. `facts` are label and value."""

    title: str
    is_open: bool
    outcome: str
    facts: tuple[tuple[str, str], ...]
    timeline: tuple[Moment, ...]


def session_page(source: SessionHistory, write: Writing) -> SessionPage:
    """Lay out a session."""
    row = source.session
    return SessionPage(
        title=TITLES[row.kind] % {"who": row.display_name},
        is_open=row.ended_at is None,
        outcome=ended(row) or phrase("Open"),
        facts=tuple(_facts(row, write)),
        timeline=tuple(_moments(source, write)),
    )


def _facts(row: HistoryRow, write: Writing) -> Iterator[tuple[str, str]]:
    yield phrase("User"), f"{row.display_name} ({row.user_name})"
    yield phrase("Device"), row.device_name
    yield phrase("Remote side"), listed(filter(None, (remote_name(row.remote), row.remote_address))) or "—"
    yield phrase("Ran on") if row.ended_at else phrase("Runs on"), paid(row)
    if row.ppu_minutes:
        yield phrase("Pay per use"), write.count(row.ppu_minutes, "minute")
    yield phrase("Started"), write.exact(row.opened_at)
    if row.ended_at is not None:
        yield phrase("Ended"), write.exact(row.ended_at)
    yield phrase("Duration") if row.ended_at else phrase("Duration so far"), write.span(row.seconds)


def _moments(source: SessionHistory, write: Writing) -> Iterator[Moment]:
    shown = ""
    for happening in source.timeline:
        local = happening.at.astimezone(write.zone)
        day = write.weekday(local.date())
        text, note = _WORDS[happening.what](happening, source.session, write)
        yield Moment(
            day=day if day != shown else "",
            time=f"{local:%H:%M:%S}",
            text=text,
            note=note,
            tone=TONES.get(happening.what, "green"),
        )
        shown = day


def _opened(happening: Happening, row: HistoryRow, _: Writing) -> tuple[str, str]:
    on = phrase("On License %(number)s.", number=happening.detail) if happening.detail else ""
    return phrase("%(who)s opened it from %(device)s", who=happening.who, device=row.device_name), on


def _on_license(happening: Happening, _: HistoryRow, __: Writing) -> tuple[str, str]:
    return phrase("Goes on with License %(number)s", number=happening.detail) if happening.detail else phrase(
        "Goes on with a license"
    ), ""


def _end_asked(happening: Happening, _: HistoryRow, write: Writing) -> tuple[str, str]:
    note = [f"“{happening.detail}”"] if happening.detail else []
    if happening.takes_effect_at is not None and happening.takes_effect_at > happening.at:
        time = f"{happening.takes_effect_at.astimezone(write.zone):%H:%M:%S}"
        note.append(phrase("To be closed at %(time)s.", time=time))
    who = happening.who
    return phrase("%(who)s asked to end it", who=who) if who else phrase(
        "%(who)s gave notice that it would end", who=SERVER
    ), listed(note, " ")


def _taken_back(happening: Happening, _: HistoryRow, __: Writing) -> tuple[str, str]:
    return phrase("%(who)s took that back", who=happening.who or SERVER), phrase("The session stays open.")


def _ended(happening: Happening, row: HistoryRow, _: Writing) -> tuple[str, str]:
    note = CLOSED_BY[happening.closed_by] if happening.closed_by else ""
    return phrase("It ended") if row.end_reason is EndReason.REMOTE_LEFT else ended(row), note


def _says(text: str) -> Callable[[Happening, HistoryRow, Writing], tuple[str, str]]:
    return lambda happening, _, __: (text % {"who": happening.who or SERVER}, "")


_WORDS: dict[Chapter, Callable[[Happening, HistoryRow, Writing], tuple[str, str]]] = {
    Chapter.OPENED: _opened,
    Chapter.CODE_ISSUED: _says(phrase("%(who)s was given a session code")),
    Chapter.JOINED: _says(phrase("%(who)s joined by the code")),
    Chapter.RESUMED: _says(phrase("%(who)s resumed it")),
    Chapter.ON_LICENSE: _on_license,
    Chapter.ON_PPU: _says(phrase("Runs on pay per use")),
    Chapter.PAUSED: _says(phrase("%(who)s paused it")),
    Chapter.END_ASKED: _end_asked,
    Chapter.TOLD: _says(phrase("Its device was told")),
    Chapter.CONFIRMED: _says(phrase("Its device confirmed")),
    Chapter.TAKEN_BACK: _taken_back,
    Chapter.REMOTE_LEFT: _says(phrase("The remote side left")),
    Chapter.ENDED: _ended,
}
