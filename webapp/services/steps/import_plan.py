"""What an import of users would change, line by line, before anything is written."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection, select

from webapp.domain.access import Actor
from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase
from webapp.domain.user_actions import Role, UserAction, why_not_email, why_not_role
from webapp.domain.user_names import checked_name
from webapp.models import User
from webapp.services.steps.user_cells import WantedUser, as_wanted, cells_of, with_cells
from webapp.services.steps.user_csv import CsvLine
from webapp.services.steps.users import RECORD, UserRecord, refusal_of, user_record


class LineKind(StrEnum):
    """What a line does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: what it was and what it becomes, as in the file."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What one line does, or everything that is wrong with it."""

    line: int
    kind: LineKind
    name: str
    wanted: WantedUser | None = None
    changes: tuple[CellChange, ...] = ()
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import does. It is carried out only while its `digest` is still the same."""

    lines: tuple[PlannedLine, ...]

    @property
    def digest(self) -> str:
        """Stands for all that the preview shows."""
        shown = json.dumps([asdict(line) for line in self.lines], ensure_ascii=False)
        return sha256(shown.encode()).hexdigest()

    def of_kind(self, kind: LineKind) -> tuple[PlannedLine, ...]:
        """The lines that do this."""
        return tuple(line for line in self.lines if line.kind is kind)

    @property
    def may_be_confirmed(self) -> bool:
        """Whether it does something, and nothing is wrong with it: an import is carried out whole or not at all."""
        return not self.of_kind(LineKind.ERROR) and any(
            line.kind in (LineKind.NEW, LineKind.CHANGED) for line in self.lines
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored already: the account's users by name, and whose each e-mail address is (0: another account's)."""

    users: dict[str, UserRecord]
    emails: dict[str, int]


def plan_lines(tx: Connection, actor: Actor, lines: Iterable[CsvLine]) -> ImportPlan:
    """Work out what each line does. Users whom the file does not name stay as they are."""
    read = list(lines)
    known = _known(tx, actor.account_id, read)
    named: dict[str, int] = {}
    mailed: dict[str, int] = {}
    return ImportPlan(tuple(_plan_line(actor, line, known, named, mailed) for line in read))


def _known(tx: Connection, account_id: int, lines: list[CsvLine]) -> Known:
    names = {line.cells.get("name", "").lower() for line in lines}
    emails = {line.cells.get("e-mail", "").lower() for line in lines}
    users = tx.execute(select(*RECORD).where(User.account_id == account_id, User.name.in_(names)))
    owners = tx.execute(select(User.email, User.user_id, User.account_id).where(User.email.in_(emails)))
    return Known(
        {row.name: user_record(row) for row in users},
        {row.email: row.user_id if row.account_id == account_id else 0 for row in owners},
    )


def _plan_line(
    actor: Actor, line: CsvLine, known: Known, named: dict[str, int], mailed: dict[str, int]
) -> PlannedLine:
    typed = line.cells.get("name", "")
    if line.error is not None:
        return PlannedLine(line.number, LineKind.ERROR, typed, errors=(line.error,))
    try:
        name = checked_name(typed)
    except Invalid as problem:
        return PlannedLine(line.number, LineKind.ERROR, typed, errors=(problem.message,))
    before = known.users.get(name)
    start = as_wanted(before) if before else WantedUser(name, name, "", None, Role.USER, is_disabled=False)
    wanted, errors = with_cells(start, line.cells)
    errors += _collisions(line.number, wanted, before, known, named, mailed)
    errors += _forbidden(actor, wanted, before)
    if errors:
        return PlannedLine(line.number, LineKind.ERROR, name, errors=errors)
    return _planned(line.number, wanted, before)


def _collisions(
    number: int,
    wanted: WantedUser,
    before: UserRecord | None,
    known: Known,
    named: dict[str, int],
    mailed: dict[str, int],
) -> tuple[str, ...]:
    """Two lines for one user or one address, and addresses that belong to somebody else."""
    errors = []
    if (first := named.setdefault(wanted.name, number)) != number:
        errors.append(phrase("Line %(first)s is about %(name)s already.", first=first, name=wanted.name))
    if wanted.email and (first := mailed.setdefault(wanted.email, number)) != number:
        errors.append(
            phrase("Line %(first)s gives %(email)s to somebody else.", first=first, email=wanted.email)
        )
    owner = known.emails.get(wanted.email)
    if owner is not None and (before is None or owner != before.user_id):
        errors.append(phrase("The e-mail address %(email)s belongs to another user.", email=wanted.email))
    return tuple(errors)


def _forbidden(actor: Actor, wanted: WantedUser, before: UserRecord | None) -> tuple[str, ...]:
    if before is None:
        return ()
    is_self = before.user_id == actor.user_id
    errors = [why_not_role(wanted.role, before.role, is_self=is_self, is_owner=before.is_owner)]
    if wanted.email != before.email:
        errors.append(why_not_email(is_self=is_self, is_owner=before.is_owner))
    if wanted.is_disabled and before.disabled_at is None:
        why = refusal_of(UserAction.DISABLE, actor, before)
        errors.append(phrase("%(name)s %(why)s.", name=before.name, why=why) if why else None)
    return tuple(error for error in errors if error)


def _planned(number: int, wanted: WantedUser, before: UserRecord | None) -> PlannedLine:
    old = cells_of(as_wanted(before)) if before else {}
    changes = tuple(
        CellChange(column, old.get(column, ""), cell)
        for column, cell in cells_of(wanted).items()
        if column != "name" and cell != old.get(column, "")
    )
    kind = LineKind.NEW if before is None else LineKind.CHANGED if changes else LineKind.UNCHANGED
    return PlannedLine(number, kind, wanted.name, wanted, changes)
