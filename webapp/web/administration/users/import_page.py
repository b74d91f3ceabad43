"""View models of an import: the preview line by line, and what was done."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from webapp.domain.texts import listed, phrase, phrases
from webapp.domain.units import count
from webapp.services.import_users import Imported
from webapp.services.steps.import_plan import CellChange, ImportPlan, LineKind, PlannedLine
from webapp.services.steps.user_csv import write_csv
from webapp.web.administration.users.links import link_address
from webapp.web.license_usage.results import describe

KINDS = {
    LineKind.ERROR: phrase("Cannot be used"),
    LineKind.NEW: phrase("New"),
    LineKind.CHANGED: phrase("Changed"),
    LineKind.UNCHANGED: phrase("Unchanged"),
}
NOTHING = {"own limit": phrase("no limit")}
"""How an empty cell reads."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of the file: what it does, cell by cell, or what is wrong with it."""

    number: int
    kind: str
    label: str
    name: str
    changes: tuple[CellChange, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What an import would do. `summary`: how many lines do what."""

    lines: tuple[PreviewLine, ...]
    summary: tuple[tuple[str, str, int], ...]
    unchanged: int
    may_be_confirmed: bool
    button: str
    digest: str
    problem: str
    advice: str


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """What an import did, and the links that nobody will be shown again."""

    done: str
    invitations: tuple[tuple[str, str, str], ...]
    download: str


def preview_page(plan: ImportPlan, problem: str = "") -> PreviewPage:
    """Lay out a plan. Lines that change nothing are counted, not listed."""
    counts = {kind: len(plan.of_kind(kind)) for kind in KINDS}
    writes = counts[LineKind.NEW] + counts[LineKind.CHANGED]
    return PreviewPage(
        lines=tuple(_line(line) for line in plan.lines if line.kind is not LineKind.UNCHANGED),
        summary=tuple((kind.value, label, counts[kind]) for kind, label in KINDS.items() if counts[kind]),
        unchanged=counts[LineKind.UNCHANGED],
        may_be_confirmed=plan.may_be_confirmed,
        button=phrases("Import %(number)s user", "Import %(number)s users", writes),
        digest=plan.digest,
        problem=problem,
        advice=_advice(counts, writes),
    )


def imported_page(result: Imported, now: datetime) -> ImportedPage:
    """Lay out what was done."""
    parts = [
        phrase(
            "%(created)s created, %(changed)s changed.",
            created=count(result.created, "user"),
            changed=count(result.changed, "user"),
        )
    ]
    if result.sessions:
        parts.append(describe(result.sessions, now))
    rows = tuple((i.name, i.email, link_address(i.token)) for i in result.invitations)
    file = write_csv([("name", "e-mail", "link"), *rows])
    return ImportedPage(listed(parts, " "), rows, f"data:text/csv;base64,{b64encode(file.encode()).decode()}")


def _advice(counts: dict[LineKind, int], writes: int) -> str:
    if errors := counts[LineKind.ERROR]:
        return phrases(
            "%(number)s line cannot be used, so nothing can be imported yet: an import is carried out whole or not at all. "
            "Put the text right below, or in your file.",
            "%(number)s lines cannot be used, so nothing can be imported yet: an import is carried out whole or not at all. "
            "Put the text right below, or in your file.",
            errors,
        )
    return "" if writes else phrase("Nothing to import: everything is as the file says.")


def _line(line: PlannedLine) -> PreviewLine:
    changes = tuple(
        CellChange(
            change.column,
            change.before or NOTHING.get(change.column, "") if line.kind is LineKind.CHANGED else "",
            change.after or NOTHING.get(change.column, ""),
        )
        for change in line.changes
    )
    return PreviewLine(
        line.line, line.kind.value, KINDS[line.kind], line.name or phrase("(no name)"), changes, line.errors
    )
