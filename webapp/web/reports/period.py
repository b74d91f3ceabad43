"""The period of a report, as its address says it: `period=30d`, or `from=2026-03-01&to=2026-03-31`.

A form sends both, with the days of the period that was shown: then the days count if somebody changed them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from webapp import words
from webapp.domain.errors import Invalid
from webapp.domain.periods import LABELS, Period, Preset, chosen_period, preset_period
from webapp.domain.texts import phrase

UNKNOWN = phrase("There is no such period. Choose one of these, or two days.")
LENGTH = 20


@dataclass(frozen=True, slots=True)
class ChosenPeriod:
    """The period that is shown. `preset` None: two days were chosen. `first` and `last` are as they stand in the form.

    `problem`: what is wrong with what was asked for; then the default period is shown.
    """

    period: Period
    preset: Preset | None
    first: str
    last: str
    problem: str = ""

    @property
    def status(self) -> int:
        """The status of a page that shows it."""
        return 422 if self.problem else 200

    @property
    def arguments(self) -> dict[str, str]:
        """What an address carries to show the same period."""
        if self.preset is not None:
            return {"period": str(self.preset)}
        return {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}

    @property
    def shown(self) -> str:
        """The period that is shown instead of one that cannot be, amid a sentence."""
        return words.in_a_sentence(LABELS[self.preset]) if self.preset else ""

    @property
    def presets(self) -> dict[Preset, str]:
        """The periods with a name, and how they are called."""
        return LABELS

    def checked(self) -> Period:
        """The period, for what must not be made of another one than was asked for. Raises Invalid."""
        if self.problem:
            raise Invalid("period", self.problem)
        return self.period


def read_period(
    arguments: Mapping[str, str], zone: tzinfo, now: datetime, default: Preset = Preset.DAYS_30
) -> ChosenPeriod:
    """Read the address; what cannot be used gives the default period and says why."""
    first, last = (arguments.get(name, "").strip()[:LENGTH] for name in ("from", "to"))
    try:
        preset = _preset(arguments.get("period", ""))
        named = preset_period(preset, now, zone) if preset else None
        if (first or last) and (named is None or (first, last) != _days(named)):
            return ChosenPeriod(chosen_period(first, last, zone), None, first, last)
    except Invalid as bad:
        return ChosenPeriod(preset_period(default, now, zone), default, first, last, bad.message)
    shown = named or preset_period(default, now, zone)
    return ChosenPeriod(shown, preset or default, *_days(shown))


def _preset(text: str) -> Preset | None:
    try:
        return Preset(text) if text else None
    except ValueError:
        raise Invalid("period", UNKNOWN) from None


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()
