"""What reports need: usage by quarters of an hour, numbers of licenses over time, retention, erased users."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEDGER_NEEDS_SESSIONS = (
    "CONSTRAINT fk_ppu_entries_account_id_session_id FOREIGN KEY(account_id, session_id) "
    "REFERENCES client_sessions (account_id, session_id)"
)


def upgrade() -> None:
    """Bring the schema forward. The ledger of minutes lets go of sessions, whose history may be removed."""
    op.create_table(
        "license_counts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("licenses", sa.Integer(), nullable=False),
        sa.CheckConstraint("licenses >= 0", name=op.f("ck_license_counts_licenses")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_license_counts_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "since", name=op.f("pk_license_counts")),
    )
    op.execute("INSERT INTO license_counts SELECT account_id, created_at, license_count FROM accounts")
    op.create_table(
        "usage_quarters",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Integer(), nullable=False),
        sa.Column("microseconds", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("microseconds > 0", name=op.f("ck_usage_quarters_microseconds")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_usage_quarters_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "quarter", "in_use", name=op.f("pk_usage_quarters")),
    )
    op.execute(
        "ALTER TABLE accounts ADD COLUMN history_days INTEGER "
        "CONSTRAINT ck_accounts_history_days CHECK (history_days IS NULL OR history_days >= 1)"
    )
    op.add_column("accounts", sa.Column("usage_summed_until", sa.DateTime(timezone=True)))
    op.add_column("users", sa.Column("erased_at", sa.DateTime(timezone=True)))
    op.create_index("ix_client_sessions_opened", "client_sessions", ["account_id", "opened_at", "session_id"])
    op.create_index("ix_license_holdings_released", "license_holdings", ["account_id", "released_at"])
    if op.get_context().dialect.name == "sqlite":
        rebuild_ledger_without(LEDGER_NEEDS_SESSIONS)
    else:
        op.drop_constraint("fk_ppu_entries_account_id_session_id", "ppu_entries")


def rebuild_ledger_without(constraint: str) -> None:
    """SQLite cannot drop a constraint: copy the table into one without it, and give that its indexes and triggers."""
    of_table = sa.text("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'ppu_entries'")
    about: dict[str, str | None] = {row.name: row.sql for row in op.get_bind().execute(of_table)}
    new = (about.pop("ppu_entries") or "").replace(f", \n\t{constraint}", "")
    op.execute(new.replace("CREATE TABLE ppu_entries", "CREATE TABLE new_entries", 1))
    op.execute("INSERT INTO new_entries SELECT * FROM ppu_entries")
    op.execute("DROP TABLE ppu_entries")
    op.execute("ALTER TABLE new_entries RENAME TO ppu_entries")
    for sql in filter(None, about.values()):
        op.execute(sql)
