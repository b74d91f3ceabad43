"""One number of licenses as a line of the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.domain.sizing import Outcome
from webapp.domain.texts import phrase
from webapp.services.size_licenses import SizingReport
from webapp.web.reports.licenses.form import Wanted
from webapp.web.reports.writing import Writing

NEVER = phrase("no end")
"""Where a line would only grow."""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What would have been with so many. `marks`: why this number is worth a look."""

    licenses: str
    marks: Sequence[str]
    is_mine: bool
    refused: str
    served: str
    range: str
    waited: str
    wait_mean: str
    wait_longest: str
    minutes: str
    cost: str


def row_of(
    outcome: Outcome, report: SizingReport, wanted: Wanted, write: Writing, months: float
) -> OutcomeRow:
    """The line of one number."""
    waiting = outcome.waiting
    mean = waiting.total / waiting.waited if waiting and waiting.waited else 0.0
    return OutcomeRow(
        licenses=write.number(outcome.licenses),
        marks=_marks(outcome.licenses, report, wanted),
        is_mine=outcome.licenses == report.licenses,
        refused=write.number(outcome.refused),
        served=write.share(outcome.served, 2),
        range=_range(outcome, write),
        waited=NEVER if waiting is None else write.number(waiting.waited),
        wait_mean=write.span(mean) if waiting and waiting.waited else "",
        wait_longest=write.span(waiting.longest) if waiting and waiting.waited else "",
        minutes=write.number(outcome.minutes),
        cost=_cost(outcome, wanted, write, months),
    )


def _marks(licenses: int, report: SizingReport, wanted: Wanted) -> list[str]:
    marks = [phrase("you have")] if licenses == report.licenses else []
    marks += [
        f"{round(share * 100)} %" for share, number in report.sizing.enough.items() if number == licenses
    ]
    if wanted.ppu and licenses == report.sizing.cheapest:
        marks.append(phrase("costs least"))
    return marks


def _range(outcome: Outcome, write: Writing) -> str:
    if outcome.at_least == outcome.at_most:
        return ""
    return f"{write.number(100 * outcome.at_least, 1)}–{write.number(100 * outcome.at_most, 1)} %"


def _cost(outcome: Outcome, wanted: Wanted, write: Writing, months: float) -> str:
    cost = outcome.cost_with_minutes if wanted.ppu else outcome.cost_licenses
    return "" if cost is None else write.number(cost / months, 2)
