"""Working hours as the address says them: `work=mon&work=tue&work_from=9&work_to=17`."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from webapp.domain.usage_curves import WorkingHours

DAYS = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun"}
USUAL = WorkingHours()


@dataclass(frozen=True, slots=True)
class ChosenHours:
    """The working hours that count. `problem`: what is wrong with those that were asked for; then the usual ones count."""

    working: WorkingHours
    problem: str = ""

    @property
    def arguments(self) -> dict[str, str | list[str]]:
        """What an address carries for them; nothing for the usual ones."""
        if self.working == USUAL:
            return {}
        days = [name for number, name in enumerate(DAYS) if number in self.working.days]
        return {"work": days, "work_from": str(self.working.first), "work_to": str(self.working.end)}

    @property
    def in_words(self) -> str:
        """Such as `Mon–Fri, 8–18 h`."""
        return f"{_days_in_words(sorted(self.working.days))}, {self.working.first}–{self.working.end} h"


def read_hours(arguments: MultiDict[str, str]) -> ChosenHours:
    """Read the address."""
    if not {"work", "work_from", "work_to"} & set(arguments):
        return ChosenHours(USUAL)
    names = arguments.getlist("work")
    first, end = (_hour(arguments.get(name, "")) for name in ("work_from", "work_to"))
    if not names or not set(names) <= set(DAYS):
        return ChosenHours(USUAL, "Choose at least one day of the week on which people work.")
    if first is None or end is None or not first < end <= 24:
        return ChosenHours(USUAL, "Choose hours of work that end after they begin, from 0 to 24.")
    days = frozenset(number for number, name in enumerate(DAYS) if name in names)
    return ChosenHours(WorkingHours(days, first, end))


def _hour(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def _days_in_words(days: list[int]) -> str:
    labels = list(DAYS.values())
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{labels[days[0]]}–{labels[days[-1]]}"
    return ", ".join(labels[day] for day in days)
