"""The license report as its page shows it: the answer in a sentence, then what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.domain.sizing import Outcome
from webapp.domain.texts import phrase, phrases
from webapp.services.size_licenses import SizingReport
from webapp.web.reports.licenses.form import Wanted
from webapp.web.reports.licenses.pictures import Pictures, pictures_of
from webapp.web.reports.licenses.rows import OutcomeRow, row_of
from webapp.web.reports.writing import Writing

FEW_DAYS = 14
FEW_WISHES = 50
BEYOND = 2
"""How many more licenses are shown than anybody needs."""
SENTENCE = 0.99


@dataclass(frozen=True, slots=True)
class Target:
    """The smallest number of licenses that serves this share."""

    share: str
    licenses: str
    note: str


@dataclass(frozen=True, slots=True)
class SizingView:
    """Everything in the answer. `doubts` say why it is not sure; `assumptions` what it takes for granted."""

    sentence: str
    advice: Sequence[str]
    targets: Sequence[Target]
    pictures: Pictures
    rows: Sequence[OutcomeRow]
    basis: str
    doubts: Sequence[str]
    assumptions: Sequence[str]


def shown_outcomes(report: SizingReport) -> Sequence[Outcome]:
    """The numbers of licenses that the page tells: up to a little more than anybody needs."""
    enough = [number or 0 for number in report.sizing.enough.values()]
    return report.sizing.outcomes[: max(report.sizing.peak, report.licenses, *enough) + BEYOND]


def sizing_view(report: SizingReport, wanted: Wanted, write: Writing, months: float) -> SizingView:
    """Put it together. The report has wishes in it."""
    outcomes = shown_outcomes(report)
    return SizingView(
        sentence=_sentence(report, write),
        advice=list(_advice(report, wanted, write, months)),
        targets=[_target(report, share, number, write) for share, number in report.sizing.enough.items()],
        pictures=pictures_of(outcomes, report.licenses, write),
        rows=[row_of(outcome, report, wanted, write, months) for outcome in outcomes],
        basis=_basis(report, write),
        doubts=list(_doubts(report, write)),
        assumptions=list(_assumptions(report, wanted, write)),
    )


def _sentence(report: SizingReport, write: Writing) -> str:
    sizing = report.sizing
    need, wishes = sizing.enough[SENTENCE], write.count(sizing.wishes, "wish")
    have = report.licenses
    if need is None:
        most = write.count(sizing.outcomes[-1].licenses, "license")
        return phrase(
            "Not even %(most)s would have served 99 %% of the %(wishes)s; you have %(have)s.",
            most=most,
            wishes=wishes,
            have=have,
        )
    return phrase(
        "%(licenses)s would have served 99 %% of the %(wishes)s; you have %(have)s.",
        licenses=write.count(need, "license"),
        wishes=wishes,
        have=have,
    )


def _advice(report: SizingReport, wanted: Wanted, write: Writing, months: float) -> Iterator[str]:
    sizing, have = report.sizing, report.licenses
    if 0 < have <= len(sizing.outcomes):
        now = sizing.outcomes[have - 1]
        served, refused = write.share(now.served, 1), write.number(now.refused)
        yield phrase(
            "Your %(licenses)s would have served %(served)s and refused %(refused)s.",
            licenses=write.count(have, "license"),
            served=served,
            refused=refused,
        )
    if not wanted.ppu or sizing.cheapest is None:
        return
    cheapest = sizing.outcomes[sizing.cheapest - 1]
    cost = money((cheapest.cost_with_minutes or 0.0) / months, wanted, write)
    minutes = write.count(round(cheapest.minutes / months), "minute")
    licenses = write.count(cheapest.licenses, "license")
    yield phrase(
        "With your prices, %(licenses)s and %(minutes)s of pay per use a month cost least: %(cost)s a month, "
        "and nobody is refused.",
        licenses=licenses,
        minutes=minutes,
        cost=cost,
    )


def money(amount: float, wanted: Wanted, write: Writing) -> str:
    """An amount in the currency that was named."""
    return f"{write.number(amount, 2)} {wanted.currency}".strip()


def _target(report: SizingReport, share: float, number: int | None, write: Writing) -> Target:
    percent = f"{round(share * 100)} %"
    if number is None:
        return Target(
            percent, "—", phrase("more than %(number)s", number=write.number(len(report.sizing.outcomes)))
        )
    outcome = report.sizing.outcomes[number - 1]
    beside = number - report.licenses
    compared = (
        phrase("as many as you have")
        if not beside
        else phrases("%(number)s more than you have", "%(number)s more than you have", beside)
        if beside > 0
        else phrases("%(number)s fewer than you have", "%(number)s fewer than you have", -beside)
    )
    return Target(
        percent,
        write.number(number),
        phrase("%(number)s refused, %(compared)s", number=write.number(outcome.refused), compared=compared),
    )


def _basis(report: SizingReport, write: Writing) -> str:
    days, wishes = write.count(report.sizing.days, "day"), write.count(report.sizing.wishes, "wish")
    return phrase(
        "It rests on %(wishes)s in %(days)s. With other days like these, nine times in ten the share that is served "
        "lies within the range beside it.",
        wishes=wishes,
        days=days,
    )


def _doubts(report: SizingReport, write: Writing) -> Iterator[str]:
    if report.sizing.days < FEW_DAYS:
        yield phrase(
            "These are few days: %(number)s. Take at least %(enough)s before you buy anything.",
            number=write.number(report.sizing.days),
            enough=FEW_DAYS,
        )
    if report.sizing.wishes < FEW_WISHES:
        yield phrase(
            "These are few wishes: %(number)s. The numbers may be far off.",
            number=write.number(report.sizing.wishes),
        )


def _assumptions(report: SizingReport, wanted: Wanted, write: Writing) -> Iterator[str]:
    yield phrase("Days to come are like the days of this period.")
    if report.assumed:
        of = write.count(report.assumed, "refused wish")
        yield phrase(
            "A refused wish that never got in is taken to last as long as that user’s sessions mostly do (their median). "
            "That is so for %(wishes)s.",
            wishes=of,
        )
    else:
        yield phrase(
            "A refused wish that never got in is taken to last as long as that user’s sessions mostly do (their median); "
            "there is none in this period."
        )
    yield phrase(
        "Whoever is refused goes away; whoever waits in line stays in it, and then stays as long as they wanted."
    )
    yield phrase("One user at one device is one wish, however many sessions they have.")
    if wanted.ppu:
        yield phrase(
            "With pay per use, whoever finds no license free runs on minutes until one is. Each begun minute counts."
        )
    yield _own_limits(report, wanted, write)


def _own_limits(report: SizingReport, wanted: Wanted, write: Writing) -> str:
    if not wanted.own_limits:
        return phrase("Users’ own limits are left out, as if nobody had one.")
    refused = report.sizing.by_own_limits
    if not refused:
        return phrase("Users’ own limits count as they are today; they would have refused nobody.")
    of = write.count(refused, "wish")
    return phrase(
        "Users’ own limits count as they are today. They refuse %(wishes)s whatever the number of licenses: "
        "these are not counted for 95, 99 and 100 %%.",
        wishes=of,
    )
