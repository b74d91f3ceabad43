"""Spans of time counted exactly by the database: whole microseconds, so that sums come out the same however they are made."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class Micros(GenericFunction[int]):
    """Microseconds since 1970 of a moment."""

    type = BigInteger()
    inherit_cache = True
    name = "micros"


def micros(moment: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[int]:
    """A moment as a whole number that can be subtracted and summed."""
    return Micros(moment)


@compiles(Micros, "sqlite")
def _on_sqlite(element: Micros, compiler: SQLCompiler, **kw: Any) -> str:
    (moment,) = element.clauses.clauses
    text = compiler.process(moment, **kw)
    seconds = f"CAST(strftime('%s', substr({text}, 1, 19)) AS INTEGER)"  # with a fraction it would be rounded
    return f"({seconds} * 1000000 + CAST(substr({text} || '.000000', 21, 6) AS INTEGER))"


@compiles(Micros, "postgresql")
def _on_postgresql(element: Micros, compiler: SQLCompiler, **kw: Any) -> str:
    (moment,) = element.clauses.clauses
    return f"CAST(extract(epoch FROM {compiler.process(moment, **kw)}) * 1000000 AS BIGINT)"
