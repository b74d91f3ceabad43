from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select

from tests.services.acting import NOTICE, opened, stored_session
from tests.services.administering import looking_only, stored_user, trail_of_users
from tests.support.cast import Cast, add_user
from webapp.db import Database
from webapp.domain.errors import Forbidden
from webapp.domain.states import SessionState
from webapp.domain.user_actions import Role
from webapp.domain.versions import version_of
from webapp.models import User
from webapp.services.change_user import Profile, change_user
from webapp.services.export_users import export_users
from webapp.services.import_users import Imported, import_users, preview_import
from webapp.services.steps.import_plan import CellChange, ImportPlan, LineKind, PlannedLine
from webapp.services.view_user import view_user

HEADER = "name,full name,e-mail,own limit,domain admin,state\n"
DORA = "dora,Dora Lund,dora@acme.example,2,read only,active\n"
BEN = "ben,Ben Okafor,ben@acme.example,,no,active\n"

Preview = Callable[[str], ImportPlan]
Confirm = Callable[[str], Imported]


@pytest.fixture
def preview(database: Database, cast: Cast) -> Preview:
    """What ana is shown for a text."""
    return lambda text: preview_import(database, cast.ana.actor, text)


@pytest.fixture
def confirm(database: Database, cast: Cast, preview: Preview, now: datetime) -> Confirm:
    """Ana imports what she was shown."""

    def confirmed(text: str) -> Imported:
        result = import_users(database, cast.ana.actor, text, preview(text).digest, now)
        assert isinstance(result, Imported)
        return result

    return confirmed


def kinds(plan: ImportPlan) -> list[tuple[int, str, LineKind]]:
    return [(line.line, line.name, line.kind) for line in plan.lines]


def errors(plan: ImportPlan) -> list[tuple[int, tuple[str, ...]]]:
    return [(line.line, line.errors) for line in plan.of_kind(LineKind.ERROR)]


def changes(line: PlannedLine) -> list[tuple[str, str, str]]:
    return [(change.column, change.before, change.after) for change in line.changes]


def users(db: Database) -> int:
    with db.read() as tx:
        return tx.execute(select(func.count()).select_from(User)).scalar_one()


def test_a_preview_says_what_each_line_does_and_writes_nothing(database: Database, preview: Preview) -> None:
    plan = preview(HEADER + DORA + BEN + "cleo,Cleo March,cleo@acme.example,1,no,disabled\n")

    assert kinds(plan) == [
        (2, "dora", LineKind.NEW),
        (3, "ben", LineKind.UNCHANGED),
        (4, "cleo", LineKind.CHANGED),
    ]
    assert changes(plan.lines[2]) == [
        ("full name", "Cleo Marsh", "Cleo March"),
        ("own limit", "", "1"),
        ("state", "active", "disabled"),
    ]
    assert (plan.may_be_confirmed, users(database)) == (True, 4)


def test_a_confirmed_import_does_what_the_preview_showed(
    database: Database, cast: Cast, confirm: Confirm, now: datetime
) -> None:
    session = opened(database, cast.cleo.desk, now)

    result = confirm(HEADER + DORA + BEN + "cleo,Cleo Marsh,cleo@acme.example,1,no,disabled\n")

    dora, cleo = (stored_user(database, name, cast.ana) for name in ("dora", "cleo"))
    ending = stored_session(database, session.id)
    assert (result.created, result.changed, [i.name for i in result.invitations]) == (1, 1, ["dora"])
    assert (dora.email, dora.own_limit, dora.is_read_only) == ("dora@acme.example", 2, True)
    assert dora.must_change_password
    assert (cleo.own_limit, cleo.disabled_at) == (1, now)
    assert (ending.state, ending.ends_at) == (SessionState.ENDING, now + NOTICE)
    assert [(action, subject) for action, subject, _, _ in trail_of_users(database, cast.ana.actor)][:3] == [
        ("create user", "user dora"),
        ("change user", "user cleo"),
        ("disable user", "user cleo"),
    ]


def test_a_new_user_who_is_disabled_is_not_invited(
    database: Database, cast: Cast, confirm: Confirm, now: datetime
) -> None:
    result = confirm(HEADER + DORA.replace("active", "disabled"))

    assert result.invitations == ()
    assert stored_user(database, "dora", cast.ana).disabled_at == now


def test_what_has_changed_meanwhile_is_shown_and_nothing_is_done(
    database: Database, cast: Cast, preview: Preview, now: datetime
) -> None:
    text = HEADER + DORA + "ben,Ben Okafor,ben@acme.example,3,no,active\n"
    shown = preview(text)
    seen = version_of(view_user(database, cast.ana.actor, "ben", now).user.editable)
    change_user(
        database, cast.ana.actor, "ben", Profile("Ben Okafor", "ben@acme.example", 2, Role.USER), seen, now
    )

    result = import_users(database, cast.ana.actor, text, shown.digest, now)

    assert isinstance(result, ImportPlan)
    assert result.lines[1].changes == (CellChange("own limit", "2", "3"),)
    assert (stored_user(database, "ben", cast.ana).own_limit, users(database)) == (2, 4)


def test_an_import_twice_finds_nothing_more_to_do(
    database: Database, cast: Cast, preview: Preview, confirm: Confirm, now: datetime
) -> None:
    digest = preview(HEADER + DORA).digest
    confirm(HEADER + DORA)

    again = import_users(database, cast.ana.actor, HEADER + DORA, digest, now)

    assert isinstance(again, ImportPlan)
    assert (kinds(again), again.may_be_confirmed) == ([(2, "dora", LineKind.UNCHANGED)], False)


def test_one_wrong_line_keeps_the_whole_import_from_being_confirmed(
    database: Database, cast: Cast, preview: Preview, now: datetime
) -> None:
    plan = preview(HEADER + DORA + "emil,Emil,nonsense,,no,active\n")

    result = import_users(database, cast.ana.actor, HEADER + DORA, plan.digest, now)

    assert (plan.may_be_confirmed, isinstance(result, ImportPlan), users(database)) == (False, True, 4)


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        ("no spaces,X,x@acme.example,,no,active", ["Use letters, digits"]),
        ("emil,Emil,,,no,active", ["Give a new user an e-mail address."]),
        ("emil,Emil,nonsense,many,maybe,gone", [
            "Give an e-mail address", "Own limit “many”", "Domain admin “maybe”", "State “gone”",
        ]),
        ("emil,Emil,ben@acme.example,,no,active", ["The e-mail address ben@acme.example belongs to another user."]),
        ("emil,Emil,gus@globex.example,,no,active", ["The e-mail address gus@globex.example belongs to another user."]),
        ("ana,Ana Novak,ana@acme.example,,no,active", ["The account owner always is a domain admin"]),
        ("ana,Ana Novak,ana@acme.example,,yes,disabled", ["ana is the account owner, who is never disabled."]),
        ("emil,Emil", ["This line has 2 cells where the header has 6 columns."]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_with_a_line_is_said(
    preview: Preview, line: str, problems: list[str]
) -> None:
    ((number, told),) = errors(preview(HEADER + line + "\n"))

    assert number == 2
    assert [message[: len(problem)] for message, problem in zip(told, problems, strict=True)] == problems


def test_two_lines_about_one_user_or_one_address_are_wrong(preview: Preview) -> None:
    plan = preview("name,e-mail\ndora,d@acme.example\nDORA,e@acme.example\nemil,D@acme.example\n")

    assert errors(plan) == [
        (3, ("Line 2 is about dora already.",)),
        (4, ("Line 2 gives d@acme.example to somebody else.",)),
    ]


def test_columns_that_are_not_there_and_empty_cells_leave_things_as_they_are(
    database: Database, cast: Cast, preview: Preview
) -> None:
    add_user(database, "dora", "Dora Lund", own_limit=2, is_domain_admin=True)

    assert kinds(preview("name,full name,domain admin,state\ndora,,,\n")) == [(2, "dora", LineKind.UNCHANGED)]


def test_an_empty_own_limit_means_none(database: Database, cast: Cast, preview: Preview) -> None:
    add_user(database, "dora", own_limit=2)

    assert changes(preview("name,own limit\ndora,\n").lines[0]) == [("own limit", "2", "")]


def test_a_user_of_another_account_is_a_new_one_here(
    database: Database, cast: Cast, confirm: Confirm
) -> None:
    confirm("name,e-mail\ngus,gus@acme.example\n")

    assert stored_user(database, "gus", cast.ana).email == "gus@acme.example"
    assert stored_user(database, "gus", cast.gus).email == "gus@globex.example"


def test_what_is_exported_is_the_account_and_imports_without_a_change(
    database: Database, cast: Cast, preview: Preview, now: datetime
) -> None:
    add_user(database, "dora", "=cmd|'/C calc'!A1", own_limit=2, is_domain_admin=True)

    text = export_users(database, cast.ana.actor)

    assert text == (
        "\ufeffname,full name,e-mail,own limit,domain admin,state\r\n"
        "ana,Ana Novak,ana@acme.example,,yes,active\r\n"
        "ben,Ben Okafor,ben@acme.example,,no,active\r\n"
        "cleo,Cleo Marsh,cleo@acme.example,,no,active\r\n"
        "dora,'=cmd|'/C calc'!A1,dora@acme.example,2,yes,active\r\n"
    )
    assert {line.kind for line in preview(text).lines} == {LineKind.UNCHANGED}


def test_whoever_only_looks_imports_nothing(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        import_users(database, looking_only(cast.ana.actor), HEADER + DORA, "", now)
