"""Working hours as the address says them: `work=mon&work=tue&work_from=9&work_to=17`."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from webapp.domain.texts import listed, phrase
from webapp.domain.usage_curves import WorkingHours

DAYS = {
    "mon": phrase("Mon"),
    "tue": phrase("Tue"),
    "wed": phrase("Wed"),
    "thu": phrase("Thu"),
    "fri": phrase("Fri"),
    "sat": phrase("Sat"),
    "sun": phrase("Sun"),
}
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
        return listed(
            [_days_in_words(sorted(self.working.days)), f"{self.working.first}–{self.working.end} h"]
        )


def read_hours(arguments: MultiDict[str, str]) -> ChosenHours:
    """Read the address."""
    if not {"work", "work_from", "work_to"} & set(arguments):
        return ChosenHours(USUAL)
    names = arguments.getlist("work")
    first, end = (_hour(arguments.get(name, "")) for name in ("work_from", "work_to"))
    if not names or not set(names) <= set(DAYS):
        return ChosenHours(USUAL, phrase("Choose at least one day of the week on which people work."))
    if first is None or end is None or not first < end <= 24:
        return ChosenHours(USUAL, phrase("Choose hours of work that end after they begin, from 0 to 24."))
    days = frozenset(number for number, name in enumerate(DAYS) if name in names)
    return ChosenHours(WorkingHours(days, first, end))


def _hour(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def _days_in_words(days: list[int]) -> str:
    labels = list(DAYS.values())
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return listed([labels[days[0]], labels[days[-1]]], "–")
    return listed([labels[day] for day in days])
