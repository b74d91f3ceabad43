"""The report of refusals as one view model: the page and its fragments are rendered from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from webapp import current
from webapp.domain.access import Right
from webapp.domain.errors import NotFound
from webapp.domain.texts import listed, phrase, phrases
from webapp.domain.wishes import Outcome
from webapp.services.report_refusals import RefusalReport, RefusedWish, holders_then, report_refusals
from webapp.web.remote_names import remote_name
from webapp.web.reports.frame import Frame
from webapp.web.reports.refusals.view import RefusalsView
from webapp.web.reports.refusals.words import LIMITS, OUTCOMES, outcome
from webapp.web.reports.writing import Writing


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar of outcomes: from `x`, so wide, in thousandths."""

    outcome: str
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A wish as a row. `holders` None: they are not shown; `toggle` shows them or no longer does."""

    id: str
    first: str
    first_exactly: str
    user: str
    device: str
    remote: str
    limit: str
    tries: str
    until: str
    outcome: str
    outcome_name: str
    toggle: str
    holders: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RefusalsPage:
    """The report as one actor sees it. `may_see_holders`: who held the licenses then is theirs to know."""

    view: RefusalsView
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    parts_label: str
    figures: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    next: RefusalsView | None
    shows_users: bool
    may_see_holders: bool
    only_part: str


def page_for(frame: Frame, view: RefusalsView) -> RefusalsPage:
    """Read and lay out the page. Raises Forbidden for who may view no reports."""
    period, write = frame.period, frame.write
    report = report_refusals(current.db(), frame.actor, period.start, period.end, frame.now, after=view.after)
    held = _holders(frame, view.held)
    parts = tuple(_parts(report.by_outcome, report.wishes, write))
    limits = tuple(
        listed([LIMITS[reason], write.number(times)], ": ")
        for reason, times in report.by_reason.most_common()
    )
    return RefusalsPage(
        view=view,
        lines=tuple(_line(row, view, held, write) for row in report.rows),
        parts=parts,
        parts_label=listed([part.label for part in parts]),
        figures=tuple(_figures(report, write)),
        limits=limits,
        next=view.page_after(report.next_after) if report.next_after else None,
        shows_users=not report.own,
        may_see_holders=Right.VIEW_DOMAIN_REPORTS in frame.actor.rights,
        only_part=_only_part(report, write),
    )


def _figures(report: RefusalReport, write: Writing) -> Iterator[tuple[str, str]]:
    yield (
        write.number(report.wishes),
        phrases("time somebody was turned away", "times somebody was turned away", report.wishes),
    )
    yield (
        write.number(report.refusals),
        phrases("refusal, with all retries", "refusals, with all retries", report.refusals),
    )
    if not report.own:
        yield write.number(report.users), phrases("user", "users", report.users)


def _only_part(report: RefusalReport, write: Writing) -> str:
    if len(report.rows) == report.wishes:
        return ""
    return phrase(
        "This page has %(shown)s of %(all)s. The export has all of them.",
        shown=len(report.rows),
        all=report.wishes,
    )


def _holders(frame: Frame, refusal_id: UUID | None) -> tuple[str, ...]:
    if refusal_id is None:
        return ()
    try:
        found = holders_then(current.db(), frame.actor, refusal_id)
    except NotFound:
        return ()
    return tuple(
        phrase(
            "License %(number)s: %(name)s on %(device)s",
            number=each.number,
            name=each.display_name,
            device=each.device_name,
        )
        for each in found
    )


def _line(row: RefusedWish, view: RefusalsView, held: tuple[str, ...], write: Writing) -> Line:
    wish = row.wish
    is_shown = wish.refusal_id == view.held
    return Line(
        id=str(wish.refusal_id),
        first=write.moment(wish.first_at),
        first_exactly=write.exact(wish.first_at),
        user=row.display_name,
        device=row.device_name,
        remote=remote_name(wish.remote),
        limit=LIMITS[wish.reason],
        tries=write.count(wish.tries, "try"),
        until=phrase("within %(span)s", span=write.span(wish.last_at - wish.first_at))
        if wish.tries > 1
        else "",
        outcome=outcome(wish, write),
        outcome_name=str(wish.outcome),
        toggle=view.holders_of(None if is_shown else wish.refusal_id).suffix,
        holders=held if is_shown else None,
    )


def _parts(counted: Mapping[Outcome, int], total: int, write: Writing) -> list[Part]:
    parts, x = [], 0.0
    for each, name in OUTCOMES.items():
        times = counted.get(each, 0)
        if times:
            width = 1000 * times / total
            parts.append(
                Part(str(each), round(x, 3), round(width, 3), listed([write.number(times), name], " "))
            )
            x += width
    return parts
