"""Statements of the hot path: written with SQLAlchemy Core, compiled once, run by the driver itself (decision 0016).

Core looks up, wraps and converts anew for each execution, which costs several times what the database needs for the work.
The text, the types of parameters and those of columns are still Core's: one source of truth for both databases.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPICursor, DBAPIModule
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from webapp.db.postgresql import READ_ONLY

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
Values = Mapping[str, Any]
_Convert = Callable[[Any], Any]


class Prepared:
    """One statement. Its parameters are given by name with each execution; rows have its columns as attributes.

    `inserts`: the columns that an INSERT without `values()` is given.
    """

    def __init__(self, statement: Statement, inserts: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._inserts = inserts
        self._plans: dict[str, _Plan] = {}

    def all(self, tx: Connection, values: Values) -> list[Any]:  # rows of any columns
        """Every row."""
        plan = self.plan(tx.dialect)
        found: list[Any] = plan.outcome(plan.run(tx, values))
        return found

    def first(self, tx: Connection, values: Values) -> Any:  # noqa: ANN401 - a row of any columns
        """The first row; None: there is none."""
        plan = self.plan(tx.dialect)
        found = plan.run(tx, values).fetchone()
        return None if found is None else plan.row(found)

    def one(self, tx: Connection, values: Values) -> Any:  # noqa: ANN401 - a row of any columns
        """The row that must be there. Raises LookupError when it is not."""
        row = self.first(tx, values)
        if row is None:
            raise LookupError(f"no row: {self._statement}")
        return row

    def run(self, tx: Connection, values: Values) -> int:
        """Carry it out; returns how many rows that changed."""
        return int(self.plan(tx.dialect).run(tx, values).rowcount)

    def run_many(self, tx: Connection, many: Iterable[Values]) -> None:
        """Carry it out for each of these values."""
        self.plan(tx.dialect).run_many(tx, many)

    def plan(self, dialect: Dialect) -> "_Plan":
        """How a dialect runs it."""
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = self._plans[dialect.name] = _Plan(self._statement, dialect, self._inserts)
        return plan


def together(tx: Connection, *asked: tuple[Prepared, Values]) -> list[Any]:  # rows, or how many were changed
    """Carry statements out in this order; on PostgreSQL in one trip. Gives the rows of each that has columns, else how many
    rows it changed."""
    runs = [(statement.plan(tx.dialect), values) for statement, values in asked]
    connection: Any = tx.connection.dbapi_connection
    if not hasattr(connection, "pipeline"):
        return [plan.outcome(plan.run(tx, values)) for plan, values in runs]
    try:
        with connection.pipeline():
            cursors = [plan.run(tx, values) for plan, values in runs]
    except tx.dialect.loaded_dbapi.Error as error:
        raise runs[0][0].failure(tx, tx.connection.cursor(), error) from error
    return [plan.outcome(cursor) for (plan, _), cursor in zip(runs, cursors, strict=True)]


class _Plan:
    """A statement as one dialect runs it: its text, how values become parameters, and how columns become values."""

    def __init__(self, statement: Statement, dialect: Dialect, inserts: Sequence[str] | None) -> None:
        keys = list(inserts) if inserts else None
        compiled = statement.compile(dialect=dialect, column_keys=keys)
        assert isinstance(compiled, SQLCompiler)
        assert not compiled.insert_prefetch, "Python's defaults of columns are not run here"
        assert not compiled.post_compile_params, "lists of parameters are not expanded here"
        self._dialect = dialect
        self.text = str(compiled)
        self._names = None if compiled.positiontup is not None else list(compiled.bind_names.values())
        names = compiled.positiontup if self._names is None else self._names
        self._parameters = [_parameter(compiled, name, dialect) for name in names or ()]
        columns = list(statement.exported_columns)
        self._has_rows = bool(columns)
        self._make = _row_class([column.key or "" for column in columns])
        outs = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._converts = [(number, convert) for number, convert in enumerate(outs) if convert is not None]

    def run(self, tx: Connection, values: Values) -> DBAPICursor:
        """Execute it; the cursor has what came of it."""
        cursor = tx.connection.cursor()
        try:
            cursor.execute(self.text, self._given(values))
        except self._dialect.loaded_dbapi.Error as error:
            raise self.failure(tx, cursor, error) from error
        return cursor

    def run_many(self, tx: Connection, many: Iterable[Values]) -> None:
        """Execute it for each of these values."""
        cursor = tx.connection.cursor()
        try:
            cursor.executemany(self.text, [self._given(values) for values in many])
        except self._dialect.loaded_dbapi.Error as error:
            raise self.failure(tx, cursor, error) from error

    def outcome(self, cursor: DBAPICursor) -> Any:  # noqa: ANN401 - rows, or how many
        """What an execution has brought."""
        return [self.row(found) for found in cursor.fetchall()] if self._has_rows else int(cursor.rowcount)

    def row(self, found: Sequence[Any]) -> Any:  # noqa: ANN401 - a row of any columns
        """The row with its values as Core would give them."""
        values = list(found)
        for number, convert in self._converts:
            if values[number] is not None:
                values[number] = convert(values[number])
        return self._make(values)

    def _given(self, values: Values) -> Any:  # noqa: ANN401 - a sequence or a mapping, as the driver takes it
        given = [
            fixed
            if key is None
            else value
            if (value := values[key]) is None or convert is None
            else convert(value)
            for key, fixed, convert in self._parameters
        ]
        return given if self._names is None else dict(zip(self._names, given, strict=True))

    def failure(self, tx: Connection, cursor: DBAPICursor, error: Exception) -> BaseException:
        """The error as Core would raise it, on a connection that Core knows to be lost when it is."""
        lost = self._dialect.is_disconnect(
            cast("DBAPIModule.Error", error), tx.connection.dbapi_connection, cursor
        )
        lost = (
            lost or getattr(error, "sqlstate", None) == READ_ONLY
        )  # a standby: the next connection finds who can write
        if lost:
            tx.invalidate(error)
        return DBAPIError.instance(
            self.text,
            None,
            error,
            self._dialect.loaded_dbapi.Error,
            connection_invalidated=lost,
            dialect=self._dialect,
        )


def _parameter(compiled: SQLCompiler, name: str, dialect: Dialect) -> tuple[str | None, Any, _Convert | None]:
    """The key that its value is given under, or None and its own value, as the driver takes it; and how it is converted."""
    bind = compiled.binds[name]
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return bind.key, None, convert
    value = bind.effective_value
    return None, convert(value) if convert else value, None


def _row_class(names: list[str]) -> Callable[[Iterable[Any]], Any]:
    made: Any = namedtuple("row", names, rename=True)  # type: ignore[misc]
    return cast("Callable[[Iterable[Any]], Any]", made._make)
