"""For how much of the time how many licenses were in use: as a curve, in sentences, and as rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.domain.texts import phrase, phrases
from webapp.domain.usage_curves import Levels
from webapp.web.reports.picture import scale_top, step_path
from webapp.web.reports.writing import Writing

MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class DurationRow:
    """So many in use: for which part of working hours, and of all the time; exactly so many, and so many or more."""

    in_use: str
    share: float
    working: str
    working_time: str
    working_or_more: str
    all_time: str
    all_or_more: str


@dataclass(frozen=True, slots=True)
class DurationPicture:
    """Two curves: left the busiest moments, right the quietest."""

    top: int
    working: str
    all_time: str
    sentences: Sequence[str]
    rows: Sequence[DurationRow]


def duration_picture(working: Levels, all_time: Levels, licenses: int, write: Writing) -> DurationPicture:
    """Draw it."""
    top = scale_top(max([*all_time, licenses]))
    return DurationPicture(
        top=top,
        working=step_path(_falling(working), top),
        all_time=step_path(_falling(all_time), top),
        sentences=list(_sentences(working, licenses, write)),
        rows=[_row(number, working, all_time, write) for number in range(max(all_time, default=0) + 1)],
    )


def or_more(levels: Levels, number: int) -> float:
    """The part of the time in which so many or more were in use."""
    whole = levels.total()
    return sum(time for in_use, time in levels.items() if in_use >= number) / whole if whole else 0.0


def average(levels: Levels) -> float:
    """How many were in use on average."""
    whole = levels.total()
    return sum(in_use * time for in_use, time in levels.items()) / whole if whole else 0.0


def seconds(levels: Levels, at_least: int) -> float:
    """How long so many or more were in use."""
    return sum(time for in_use, time in levels.items() if in_use >= at_least) / MICROS


def _falling(levels: Levels) -> Iterator[tuple[float, float]]:
    whole, passed = levels.total(), 0
    for in_use in sorted(levels, reverse=True):
        yield passed / whole, in_use
        passed += levels[in_use]


def _sentences(working: Levels, licenses: int, write: Writing) -> Iterator[str]:
    if not working:
        yield phrase("There were no working hours in this period yet.")
        return
    usual, time = working.most_common(1)[0]
    whole = working.total()
    yield _most_often(usual, write.share(time / whole))
    enough = next(number for number in range(max(working) + 1) if or_more(working, number + 1) <= 0.1)
    if 0 < enough < max(working):
        yield phrases(
            "For 90 %% of working hours %(number)s license was enough.",
            "For 90 %% of working hours %(number)s licenses were enough.",
            enough,
        )
    if licenses:
        yield _all_in_use(or_more(working, licenses), licenses, write)


def _all_in_use(share: float, licenses: int, write: Writing) -> str:
    part = write.share(share, 1 if share < 0.1 else 0)
    if licenses == 1:
        if share:
            return phrase("The license was in use %(share)s of working hours.", share=part)
        return phrase("The license was at no time in use in working hours.")
    if share:
        return phrases(
            "All %(number)s licenses were in use %(share)s of working hours.",
            "All %(number)s licenses were in use %(share)s of working hours.",
            licenses,
            share=part,
        )
    return phrases(
        "All %(number)s licenses were at no time in use at once in working hours.",
        "All %(number)s licenses were at no time in use at once in working hours.",
        licenses,
    )


def _most_often(number: int, share: str) -> str:
    if not number:
        return phrase("Most often no license was in use: %(share)s of working hours.", share=share)
    return phrases(
        "Most often %(number)s license was in use: %(share)s of working hours.",
        "Most often %(number)s licenses were in use: %(share)s of working hours.",
        number,
        share=share,
    )


def _row(number: int, working: Levels, all_time: Levels, write: Writing) -> DurationRow:
    whole = working.total()
    share = working[number] / whole if whole else 0.0
    every = all_time.total()
    return DurationRow(
        in_use=write.number(number),
        share=share,
        working=write.share(share, 1),
        working_time=write.span(working[number] / MICROS),
        working_or_more=write.share(or_more(working, number), 1),
        all_time=write.share(all_time[number] / every if every else 0.0, 1),
        all_or_more=write.share(or_more(all_time, number), 1),
    )
