"""An index of paused sessions: License Usage asks for them with each change."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    paused = sa.text("state = 'paused'")
    op.create_index(
        "ix_client_sessions_paused",
        "client_sessions",
        ["account_id", "user_id"],
        sqlite_where=paused,
        postgresql_where=paused,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_client_sessions_paused", table_name="client_sessions")
