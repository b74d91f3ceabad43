"""Every row of every table, to compare one database with another."""

from typing import Any

from sqlalchemy import MetaData, create_engine, select

from webapp.db.database import parsed_url


def all_rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """What a database holds, by table; rows in an order of their own."""
    engine = create_engine(parsed_url(url))
    try:
        tables = MetaData()
        tables.reflect(engine)
        with engine.connect() as connection:
            return {
                name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for name, table in tables.tables.items()
            }
    finally:
        engine.dispose()
