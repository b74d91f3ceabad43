"""Engines and transactions: how SQLite and PostgreSQL are opened, read and written. Services are its only users for writing."""

from sqlalchemy.exc import SQLAlchemyError as DatabaseFailure

from webapp.db.database import Database
from webapp.db.job import takes_time
from webapp.db.last import at_last
from webapp.db.marks import Marks
from webapp.db.migrate import upgrade

__all__ = ["Database", "DatabaseFailure", "Marks", "at_last", "takes_time", "upgrade"]
