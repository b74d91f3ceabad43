"""Which schema a database has, and which one this version wants. Looks only: `migrate` changes it."""

from functools import cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from webapp.db.migrate import MIGRATIONS


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


@cache
def head() -> str:
    """The revision of this version."""
    return _scripts().get_current_head() or ""


@cache
def known() -> frozenset[str]:
    """All revisions up to it."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None: it has no schema of ours."""
    return MigrationContext.configure(connection).get_current_revision()
