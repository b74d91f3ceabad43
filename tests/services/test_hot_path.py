"""What is asked and written for each admission, renewal and ending finds its rows by an index, however many there are."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.db.prepared import Prepared
from webapp.services import admit_session, renew_leases, sign_in_device
from webapp.services.steps import accounts, admission, closing, licenses, pay_per_use, refusing, sessions

HOT: tuple[ModuleType, ...] = (
    accounts, admission, admit_session, closing, licenses, pay_per_use, refusing, renew_leases, sessions, sign_in_device,
)  # fmt: skip


def statements() -> Iterator[tuple[str, Prepared]]:
    for module in HOT:
        for name, value in vars(module).items():
            if isinstance(value, Prepared):
                yield f"{module.__name__}.{name}", value


@on_sqlite
@pytest.mark.parametrize(("name", "statement"), list(statements()))
def test_a_statement_of_the_hot_path_goes_through_no_table(
    database: Database, name: str, statement: Prepared
) -> None:
    plan = plan_of(database, statement)

    assert [
        step for step in plan if step.startswith("SCAN") and step not in ("SCAN CONSTANT ROW", "SCAN anon_1")
    ] == []


@on_sqlite
@pytest.mark.parametrize(("name", "statement"), list(statements()))
def test_nor_through_all_sessions_of_an_account(database: Database, name: str, statement: Prepared) -> None:
    whole = (
        "INDEX ix_client_sessions_revision (account_id=?)",
        "INDEX sqlite_autoindex_client_sessions_2 (account_id=?)",
    )

    assert [step for step in plan_of(database, statement) if step.endswith(whole)] == []


def plan_of(database: Database, statement: Prepared) -> list[str]:
    with database.read() as tx:
        text = statement.plan(tx.dialect).text
        rows = tx.connection.cursor()
        rows.execute(f"EXPLAIN QUERY PLAN {text}", [None] * text.count("?"))
        return [row[3] for row in rows.fetchall()]
