"""Whether the database has the schema of this version."""

from webapp.db import Database
from webapp.db.revisions import head, revision_of


def has_current_schema(db: Database) -> bool:
    """Look. Raises what the database raises when it does not answer."""
    with db.read() as tx:
        return revision_of(tx) == head()
