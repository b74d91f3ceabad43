"""The language that a user has chosen; none: what the browser asks for, else the account's."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("users", sa.Column("language", sa.String(length=20)))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("users") as table:
        table.drop_column("language")
