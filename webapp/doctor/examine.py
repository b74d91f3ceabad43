"""All that the doctor looks at, in the order in which it tells."""

from datetime import datetime

from webapp.db.backup import sqlite_file
from webapp.doctor.database import examine_database
from webapp.doctor.files import examine_files
from webapp.doctor.findings import Finding, wrong
from webapp.doctor.surroundings import examine_surroundings
from webapp.settings import Settings


def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Look at everything. `now` is this machine's time."""
    try:
        file = sqlite_file(settings.effective_database_url)
    except ValueError as error:
        return [wrong("database", str(error), "Set database_url right, or leave it out for SQLite.")]
    return [
        *examine_files(settings, file),
        *examine_database(settings, file, now),
        *examine_surroundings(settings),
    ]
