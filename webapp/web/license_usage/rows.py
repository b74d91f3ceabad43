"""View models of the table's groups: a license with the sessions on it, pay per use, and one's own paused sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp import words
from webapp.domain.states import SessionState
from webapp.services.view_usage import LicenseGroup, PpuStanding, SessionRow
from webapp.web.license_usage.lines import Line, line_of_paused, line_on_license, line_on_ppu
from webapp.web.license_usage.texts import Moment, holder, license_name, minutes, moment, sessions


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading. `id` changes with a license's holder, so that a tick never passes on to somebody else.

    `effect` is what ending its sessions does, where that is not freeing a license. `since`: how long its license has been held;
    `frees`: whether the viewer can free it.
    """

    id: str
    name: str
    title: str
    holder: str
    hint: str
    lines: tuple[Line, ...]
    effect: str = ""
    since: Moment | None = None
    frees: bool = False

    @property
    def tickable(self) -> str:
        """The sessions that the group's own tick stands for."""
        return " ".join(str(line.id) for line in self.lines if line.may_tick)


def license_group(source: LicenseGroup, now: datetime, *, looking: bool) -> Group:
    """A license. `looking`: only to look at, through somebody else's eyes."""
    name, who = license_name(source.number), holder(source.display_name, source.device_name, source.mine)
    return Group(
        id=group_id(source),
        name=name,
        title=f"{name} · {who}",
        holder=who,
        hint=_hint(source),
        lines=tuple(line_on_license(row, now, looking=looking) for row in source.sessions),
        since=moment(source.held_since, now),
        frees=may_free(source),
    )


def ppu_group(
    rows: Sequence[SessionRow], standing: PpuStanding | None, now: datetime, *, looking: bool
) -> Group:
    """What runs on pay per use."""
    left = minutes(standing.minutes if standing else 0)
    running = max(len(rows), standing.sessions if standing else 0)
    shown = sessions(running) if running == len(rows) else _some(len(rows), running)
    return Group(
        id="pay-per-use",
        name=words.gettext("Pay per use"),
        title=words.gettext("Pay per use"),
        holder="",
        hint=words.gettext("%(sessions)s, %(minutes)s left", sessions=shown, minutes=left),
        lines=tuple(line_on_ppu(row, now, looking=looking) for row in rows),
        effect=words.gettext("Frees no license: sessions on pay per use hold none"),
    )


def paused_group(rows: Sequence[SessionRow], now: datetime) -> Group:
    """The viewer's own paused sessions."""
    return Group(
        id="paused",
        name=words.gettext("Paused"),
        title=words.gettext("Paused · holds no license"),
        holder="",
        hint=words.gettext("only you see this"),
        lines=tuple(line_of_paused(row, now) for row in rows),
        effect=words.gettext("Frees no license: paused sessions hold none"),
    )


def _some(shown: int, running: int) -> str:
    return words.gettext("%(shown)s of %(running)s sessions", shown=shown, running=running)


def group_id(source: LicenseGroup) -> str:
    """The id of a license with its holder."""
    return f"license-{source.number}-{int(source.held_since.timestamp() * 1000)}"


def may_free(source: LicenseGroup) -> bool:
    """Whether the viewer can free the license: end all that is not ending already."""
    remaining = _remaining(source)
    return bool(remaining) and all(row.may_end for row in remaining)


def is_ending(source: LicenseGroup) -> bool:
    """Whether the license is about to be free."""
    return not _remaining(source)


def _remaining(source: LicenseGroup) -> list[SessionRow]:
    return [row for row in source.sessions if row.state is not SessionState.ENDING]


def _hint(source: LicenseGroup) -> str:
    """What it takes to free the license; said where the actor can end something."""
    remaining = _remaining(source)
    if not remaining:
        if len(source.sessions) == 1:
            return words.gettext("free when this has ended")
        return words.gettext("free when these have ended")
    if len(remaining) == 1 or not all(row.may_end for row in remaining):
        return ""
    if len(remaining) == 2:
        return words.gettext("end both sessions to free it")
    return words.ngettext(
        "end all %(number)s session to free it", "end all %(number)s sessions to free it", len(remaining)
    )
