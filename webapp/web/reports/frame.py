"""What every report needs of a request: who asks, now, how the account writes, and the period."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request

from webapp import current
from webapp.domain.access import Actor
from webapp.domain.periods import Period, Preset
from webapp.services.read_settings import read_settings
from webapp.web.access import current_actor, request_time
from webapp.web.reports.period import ChosenPeriod, read_period
from webapp.web.reports.writing import Writing


@dataclass(frozen=True, slots=True)
class Frame:
    """It is handed to the template as `frame`: `frame.write.number(…)`, `frame.chosen.arguments`."""

    actor: Actor
    now: datetime
    write: Writing
    chosen: ChosenPeriod

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return self.chosen.period


def frame(default: Preset = Preset.DAYS_30) -> Frame:
    """Read the request."""
    actor, now = current_actor(), request_time()
    values = read_settings(current.db(), actor, None).values
    zone = ZoneInfo(values["time_zone"])
    return Frame(
        actor=actor,
        now=now,
        write=Writing(zone, values["time_zone"]),
        chosen=read_period(request.args, zone, now, default),
    )
