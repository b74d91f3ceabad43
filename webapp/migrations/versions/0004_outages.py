"""What operating the server needs: its heartbeat, the times it was away, and a tip that tells of them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIPS = ("unjoined_codes", "own_limit", "refusals", "ppu_low", "paused", "wrong_codes", "away")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "heartbeats",
        sa.Column("heartbeat_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("heartbeat_id = 1", name=op.f("ck_heartbeats_only_one")),
        sa.PrimaryKeyConstraint("heartbeat_id", name=op.f("pk_heartbeats")),
    )
    op.execute("INSERT INTO heartbeats (heartbeat_id) VALUES (1)")
    op.create_table(
        "outages",
        sa.Column("outage_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("back_at > began_at", name=op.f("ck_outages_order")),
        sa.PrimaryKeyConstraint("outage_id", name=op.f("pk_outages")),
    )
    op.create_index("ix_outages_back", "outages", ["back_at"])
    op.create_table(
        "outage_sessions",
        sa.Column("outage_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("lease_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["client_sessions.account_id", "client_sessions.session_id"],
            name=op.f("fk_outage_sessions_account_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["outage_id"], ["outages.outage_id"], name=op.f("fk_outage_sessions_outage_id")
        ),
        sa.PrimaryKeyConstraint("outage_id", "account_id", "session_id", name=op.f("pk_outage_sessions")),
    )
    op.create_index("ix_outage_sessions_session", "outage_sessions", ["account_id", "session_id"])
    with op.batch_alter_table("closed_tips") as table:
        table.drop_constraint(op.f("ck_closed_tips_tip"), type_="check")
        table.create_check_constraint(op.f("ck_closed_tips_tip"), sa.column("tip").in_(TIPS))
