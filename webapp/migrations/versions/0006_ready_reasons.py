"""Reasons that an account has ready for whoever ends sessions, one a line; none: there are none."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("accounts", sa.Column("ready_reasons", sa.String(length=2100)))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("accounts") as table:
        table.drop_column("ready_reasons")
