"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("license_count", sa.Integer(), nullable=False),
        sa.Column("lease_seconds", sa.Integer(), nullable=False),
        sa.Column("notice_seconds", sa.Integer(), nullable=False),
        sa.Column("default_reason", sa.String(length=200), nullable=True),
        sa.Column("code_minutes", sa.Integer(), nullable=False),
        sa.Column("paused_hours", sa.Integer(), nullable=False),
        sa.Column("ppu_is_on", sa.Boolean(), nullable=False),
        sa.Column("ppu_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ppu_minutes", sa.Integer(), nullable=False),
        sa.Column("ppu_entries", sa.Integer(), nullable=False),
        sa.Column(
            "ppu_consent",
            sa.Enum("tell", "ask", name="ppu_consent", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("ppu_day_cap", sa.Integer(), nullable=True),
        sa.Column("ppu_user_day_cap", sa.Integer(), nullable=True),
        sa.Column("ppu_low_minutes", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column(
            "two_step",
            sa.Enum(
                "optional",
                "admins",
                "everybody",
                name="two_step",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("browser_hours", sa.Integer(), nullable=False),
        sa.Column("audit_number", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("access_revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("browser_hours >= 1", name=op.f("ck_accounts_browser_hours")),
        sa.CheckConstraint("code_minutes >= 1", name=op.f("ck_accounts_code_minutes")),
        sa.CheckConstraint("lease_seconds >= 1", name=op.f("ck_accounts_lease_seconds")),
        sa.CheckConstraint("license_count >= 0", name=op.f("ck_accounts_license_count")),
        sa.CheckConstraint("notice_seconds >= 0", name=op.f("ck_accounts_notice_seconds")),
        sa.CheckConstraint("paused_hours >= 1", name=op.f("ck_accounts_paused_hours")),
        sa.CheckConstraint("ppu_day_cap IS NULL OR ppu_day_cap >= 0", name=op.f("ck_accounts_ppu_day_cap")),
        sa.CheckConstraint("ppu_minutes >= 0", name=op.f("ck_accounts_ppu_minutes")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("domain", name=op.f("uq_accounts_domain")),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failed_sign_ins")),
    )
    op.create_table(
        "setup_links",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_setup_links")),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("period", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", "period", name=op.f("pk_wrong_codes")),
    )
    op.create_index("ix_wrong_codes_period", "wrong_codes", ["period"], unique=False)
    op.create_table(
        "account_right_settings",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "right",
            sa.Enum(
                "view_own_sessions",
                "view_domain_sessions",
                "control_own_sessions",
                "control_domain_sessions",
                "view_own_reports",
                "view_domain_reports",
                name="right",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("override_allowed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_account_right_settings_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "right", name=op.f("pk_account_right_settings")),
    )
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("identifier", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_devices_account_id")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_devices")),
        sa.UniqueConstraint("account_id", "device_id", name=op.f("uq_devices_account_id_device_id")),
        sa.UniqueConstraint("account_id", "identifier", name=op.f("uq_devices_account_id_identifier")),
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.Column("is_domain_admin", sa.Boolean(), nullable=False),
        sa.Column("is_read_only", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.String(length=200), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("own_limit", sa.Integer(), nullable=True),
        sa.Column(
            "ppu_consent",
            sa.Enum("tell", "ask", name="ppu_consent", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("ppu_day_cap", sa.Integer(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT is_read_only OR (is_domain_admin AND NOT is_owner)",
            name=op.f("ck_users_read_only_is_an_admin"),
        ),
        sa.CheckConstraint("is_domain_admin OR NOT is_owner", name=op.f("ck_users_owner_is_domain_admin")),
        sa.CheckConstraint("own_limit IS NULL OR own_limit >= 0", name=op.f("ck_users_own_limit")),
        sa.CheckConstraint("ppu_day_cap IS NULL OR ppu_day_cap >= 0", name=op.f("ck_users_ppu_day_cap")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_users_account_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_users_account_id_name")),
        sa.UniqueConstraint("account_id", "user_id", name=op.f("uq_users_account_id_user_id")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(
            "uq_users_owner",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("is_owner"),
            postgresql_where=sa.text("is_owner"),
        )

    op.create_table(
        "audit_entries",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_audit_entries_number")),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_audit_entries_account_id_user_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_audit_entries_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_subject", ["account_id", "subject", "number"], unique=False)

    op.create_table(
        "browser_sign_ins",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("two_step_due", sa.Boolean(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_browser_sign_ins_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_browser_sign_ins")),
    )
    with op.batch_alter_table("browser_sign_ins", schema=None) as batch_op:
        batch_op.create_index("ix_browser_sign_ins_user", ["account_id", "user_id"], unique=False)

    op.create_table(
        "closed_tips",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "tip",
            sa.Enum(
                "unjoined_codes",
                "own_limit",
                "refusals",
                "ppu_low",
                "paused",
                "wrong_codes",
                name="tip",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_closed_tips_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "user_id", "tip", name=op.f("pk_closed_tips")),
    )
    op.create_table(
        "device_tokens",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "device_id"],
            ["devices.account_id", "devices.device_id"],
            name=op.f("fk_device_tokens_account_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_device_tokens_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_device_tokens")),
    )
    with op.batch_alter_table("device_tokens", schema=None) as batch_op:
        batch_op.create_index("ix_device_tokens_pair", ["account_id", "user_id", "device_id"], unique=False)

    op.create_table(
        "license_holdings",
        sa.Column("holding_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "released_at IS NULL OR released_at >= held_since", name=op.f("ck_license_holdings_order")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "device_id"],
            ["devices.account_id", "devices.device_id"],
            name=op.f("fk_license_holdings_account_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_license_holdings_account_id_user_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_license_holdings_account_id")
        ),
        sa.PrimaryKeyConstraint("holding_id", name=op.f("pk_license_holdings")),
    )
    with op.batch_alter_table("license_holdings", schema=None) as batch_op:
        batch_op.create_index("ix_license_holdings_time", ["account_id", "held_since"], unique=False)
        batch_op.create_index(
            "uq_license_holdings_open",
            ["account_id", "number"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )

    op.create_table(
        "licenses",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(user_id IS NULL) = (device_id IS NULL) AND (user_id IS NULL) = (held_since IS NULL)",
            name=op.f("ck_licenses_holder"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_licenses_number")),
        sa.ForeignKeyConstraint(
            ["account_id", "device_id"],
            ["devices.account_id", "devices.device_id"],
            name=op.f("fk_licenses_account_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_licenses_account_id_user_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_licenses_account_id")),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_licenses")),
        sa.UniqueConstraint("account_id", "user_id", "device_id", "number", name="uq_licenses_holder_number"),
        sa.UniqueConstraint(
            "account_id", "user_id", "device_id", name=op.f("uq_licenses_account_id_user_id_device_id")
        ),
    )
    with op.batch_alter_table("licenses", schema=None) as batch_op:
        batch_op.create_index(
            "ix_licenses_free",
            ["account_id", "number"],
            unique=False,
            sqlite_where=sa.text("user_id IS NULL"),
            postgresql_where=sa.text("user_id IS NULL"),
        )

    op.create_table(
        "password_links",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_password_links_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_password_links")),
    )
    with op.batch_alter_table("password_links", schema=None) as batch_op:
        batch_op.create_index("ix_password_links_user", ["account_id", "user_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_recovery_codes_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "user_id", "code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "refusals",
        sa.Column("refusal_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unattended", "support", name="kind", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("remote", sa.String(length=200), nullable=False),
        sa.Column("wish", sa.String(length=200), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "account_limit",
                "user_limit",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("licenses", sa.Integer(), nullable=False),
        sa.Column("own_limit", sa.Integer(), nullable=True),
        sa.Column(
            "ppu",
            sa.Enum(
                "off",
                "expired",
                "used_up",
                "day_cap",
                "user_day_cap",
                "declined",
                name="ppu",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "device_id"],
            ["devices.account_id", "devices.device_id"],
            name=op.f("fk_refusals_account_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_refusals_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("refusal_id", name=op.f("pk_refusals")),
    )
    with op.batch_alter_table("refusals", schema=None) as batch_op:
        batch_op.create_index("ix_refusals_time", ["account_id", "refused_at"], unique=False)

    op.create_table(
        "user_right_settings",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "right",
            sa.Enum(
                "view_own_sessions",
                "view_domain_sessions",
                "control_own_sessions",
                "control_domain_sessions",
                "view_own_reports",
                "view_domain_reports",
                name="right",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_user_right_settings_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "user_id", "right", name=op.f("pk_user_right_settings")),
    )
    op.create_table(
        "client_sessions",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unattended", "support", name="kind", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "standby",
                "active",
                "paused",
                "ending",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "funding",
            sa.Enum("license", "ppu", name="funding", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("license_number", sa.Integer(), nullable=True),
        sa.Column("remote", sa.String(length=200), nullable=False),
        sa.Column("remote_address", sa.String(length=200), nullable=True),
        sa.Column("idempotency_key", sa.String(length=200), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ends_for",
            sa.Enum(
                "closed_by_client",
                "terminated",
                "lease_lapsed",
                "code_expired",
                "pause_expired",
                "remote_left",
                "ppu_used_up",
                name="ends_for",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ppu_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ppu_paid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "closed_by_client",
                "terminated",
                "lease_lapsed",
                "code_expired",
                "pause_expired",
                "remote_left",
                "ppu_used_up",
                name="end_reason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column(
            "holds_license",
            sa.Integer(),
            sa.Computed(
                "CASE WHEN state IN ('standby', 'active', 'ending') THEN license_number END", persisted=True
            ),
            nullable=True,
        ),
        sa.Column(
            "over_at",
            sa.DateTime(timezone=True),
            sa.Computed(
                "CASE WHEN state = 'paused' THEN expires_at WHEN ends_at < lease_expires_at THEN ends_at"
                " WHEN expires_at < lease_expires_at THEN expires_at ELSE lease_expires_at END",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(funding = 'ppu') = (ppu_since IS NOT NULL)", name=op.f("ck_client_sessions_ppu_has_start")
        ),
        sa.CheckConstraint(
            "(state = 'ended') = (end_reason IS NOT NULL)", name=op.f("ck_client_sessions_ended_has_reason")
        ),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_client_sessions_ended_has_time")
        ),
        sa.CheckConstraint(
            "(state = 'ending') = (ends_at IS NOT NULL)", name=op.f("ck_client_sessions_ending_has_deadline")
        ),
        sa.CheckConstraint(
            "(state = 'ending') = (ends_for IS NOT NULL)", name=op.f("ck_client_sessions_ending_has_cause")
        ),
        sa.CheckConstraint(
            "(state = 'paused') = (paused_at IS NOT NULL)", name=op.f("ck_client_sessions_paused_has_time")
        ),
        sa.CheckConstraint(
            "(state IN ('standby', 'paused')) = (expires_at IS NOT NULL)",
            name=op.f("ck_client_sessions_waiting_expires"),
        ),
        sa.CheckConstraint(
            "NOT (state IN ('standby', 'active', 'ending')) OR (license_number IS NOT NULL) = (funding = 'license')",
            name=op.f("ck_client_sessions_license_is_numbered"),
        ),
        sa.CheckConstraint(
            "NOT (state IN ('standby', 'active', 'ending')) OR funding IS NOT NULL",
            name=op.f("ck_client_sessions_holding_is_funded"),
        ),
        sa.CheckConstraint(
            "state <> 'paused' OR funding IS NULL", name=op.f("ck_client_sessions_paused_is_free")
        ),
        sa.CheckConstraint(
            "state <> 'standby' OR kind = 'support'", name=op.f("ck_client_sessions_standby_is_support")
        ),
        sa.CheckConstraint(
            "funding IS NOT NULL OR ppu_since IS NULL", name=op.f("ck_client_sessions_ppu_is_funding")
        ),
        sa.CheckConstraint(
            "ppu_since IS NULL OR ppu_paid_until IS NOT NULL", name=op.f("ck_client_sessions_ppu_is_paid")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "device_id"],
            ["devices.account_id", "devices.device_id"],
            name=op.f("fk_client_sessions_account_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id", "device_id", "holds_license"],
            ["licenses.account_id", "licenses.user_id", "licenses.device_id", "licenses.number"],
            name="fk_client_sessions_holds_license",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_client_sessions_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_client_sessions")),
        sa.UniqueConstraint(
            "account_id", "session_id", name=op.f("uq_client_sessions_account_id_session_id")
        ),
    )
    with op.batch_alter_table("client_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_client_sessions_due",
            ["account_id", "over_at"],
            unique=False,
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.create_index(
            "ix_client_sessions_due_anywhere",
            ["over_at"],
            unique=False,
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.create_index(
            "ix_client_sessions_pair", ["account_id", "user_id", "device_id", "holds_license"], unique=False
        )
        batch_op.create_index(
            "ix_client_sessions_ppu",
            ["account_id", "ppu_since"],
            unique=False,
            sqlite_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
            postgresql_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
        )
        batch_op.create_index(
            "ix_client_sessions_ppu_due",
            ["ppu_paid_until"],
            unique=False,
            sqlite_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
            postgresql_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
        )
        batch_op.create_index("ix_client_sessions_revision", ["account_id", "revision"], unique=False)
        batch_op.create_index(
            "uq_client_sessions_idempotency",
            ["account_id", "user_id", "device_id", "idempotency_key"],
            unique=True,
            sqlite_where=sa.text("idempotency_key IS NOT NULL"),
            postgresql_where=sa.text("idempotency_key IS NOT NULL"),
        )

    op.create_table(
        "ppu_entries",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "purchase",
                "use",
                "correction",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(kind = 'use') = (session_id IS NOT NULL)", name=op.f("ck_ppu_entries_use_has_session")
        ),
        sa.CheckConstraint("kind <> 'purchase' OR minutes > 0", name=op.f("ck_ppu_entries_purchase_adds")),
        sa.CheckConstraint("kind <> 'use' OR minutes = -1", name=op.f("ck_ppu_entries_use_is_a_minute")),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_ppu_entries_balance")),
        sa.CheckConstraint("minutes <> 0", name=op.f("ck_ppu_entries_minutes")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_ppu_entries_number")),
        sa.ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["client_sessions.account_id", "client_sessions.session_id"],
            name=op.f("fk_ppu_entries_account_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_ppu_entries_account_id_user_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_ppu_entries_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_ppu_entries")),
    )
    with op.batch_alter_table("ppu_entries", schema=None) as batch_op:
        batch_op.create_index("ix_ppu_entries_time", ["account_id", "at"], unique=False)
        batch_op.create_index(
            "uq_ppu_entries_minute",
            ["account_id", "session_id", "at"],
            unique=True,
            sqlite_where=sa.text("kind = 'use'"),
            postgresql_where=sa.text("kind = 'use'"),
        )

    op.create_table(
        "remote_sides",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["client_sessions.account_id", "client_sessions.session_id"],
            name=op.f("fk_remote_sides_account_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_remote_sides")),
        sa.UniqueConstraint("account_id", "session_id", name=op.f("uq_remote_sides_account_id_session_id")),
    )
    op.create_table(
        "session_codes",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["client_sessions.account_id", "client_sessions.session_id"],
            name=op.f("fk_session_codes_account_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_session_codes")),
        sa.UniqueConstraint("account_id", "session_id", name=op.f("uq_session_codes_account_id_session_id")),
    )
    with op.batch_alter_table("session_codes", schema=None) as batch_op:
        batch_op.create_index("ix_session_codes_expiry", ["expires_at"], unique=False)

    op.create_table(
        "session_events",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "code_issued",
                "joined",
                "paused",
                "resumed",
                "on_license",
                "on_ppu",
                "remote_left",
                name="what",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["client_sessions.account_id", "client_sessions.session_id"],
            name=op.f("fk_session_events_account_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_session_events_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_session_events")),
    )
    with op.batch_alter_table("session_events", schema=None) as batch_op:
        batch_op.create_index("ix_session_events_session", ["account_id", "session_id", "at"], unique=False)

    op.create_table(
        "terminations",
        sa.Column("termination_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("notice_seconds", sa.Integer(), nullable=False),
        sa.Column("takes_effect_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "closed_by",
            sa.Enum(
                "client",
                "deadline",
                "lease",
                "at_once",
                "remote",
                name="closed_by",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_terminations_closed_has_cause")
        ),
        sa.CheckConstraint(
            "taken_back_by IS NULL OR taken_back_at IS NOT NULL",
            name=op.f("ck_terminations_taken_back_has_time"),
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR taken_back_at IS NULL", name=op.f("ck_terminations_one_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "requested_by"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_terminations_account_id_requested_by"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["client_sessions.account_id", "client_sessions.session_id"],
            name=op.f("fk_terminations_account_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "taken_back_by"],
            ["users.account_id", "users.user_id"],
            name=op.f("fk_terminations_account_id_taken_back_by"),
        ),
        sa.PrimaryKeyConstraint("termination_id", name=op.f("pk_terminations")),
    )
    with op.batch_alter_table("terminations", schema=None) as batch_op:
        batch_op.create_index("ix_terminations_session", ["account_id", "session_id"], unique=False)
        batch_op.create_index(
            "uq_terminations_running",
            ["account_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL AND taken_back_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND taken_back_at IS NULL"),
        )
    keep_append_only("audit_entries", "the audit trail")
    keep_append_only("ppu_entries", "the ledger of pay-per-use minutes")


def keep_append_only(table: str, what: str) -> None:
    """Refuse to change or remove what a table holds, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{what} is append only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_are_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{what} is append only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_are_append_only()"
    )


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table("terminations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_terminations_running",
            sqlite_where=sa.text("closed_at IS NULL AND taken_back_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND taken_back_at IS NULL"),
        )
        batch_op.drop_index("ix_terminations_session")

    op.drop_table("terminations")
    with op.batch_alter_table("session_events", schema=None) as batch_op:
        batch_op.drop_index("ix_session_events_session")

    op.drop_table("session_events")
    with op.batch_alter_table("session_codes", schema=None) as batch_op:
        batch_op.drop_index("ix_session_codes_expiry")

    op.drop_table("session_codes")
    op.drop_table("remote_sides")
    with op.batch_alter_table("ppu_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ppu_entries_minute",
            sqlite_where=sa.text("kind = 'use'"),
            postgresql_where=sa.text("kind = 'use'"),
        )
        batch_op.drop_index("ix_ppu_entries_time")

    op.drop_table("ppu_entries")
    with op.batch_alter_table("client_sessions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_client_sessions_idempotency",
            sqlite_where=sa.text("idempotency_key IS NOT NULL"),
            postgresql_where=sa.text("idempotency_key IS NOT NULL"),
        )
        batch_op.drop_index("ix_client_sessions_revision")
        batch_op.drop_index(
            "ix_client_sessions_ppu_due",
            sqlite_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
            postgresql_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
        )
        batch_op.drop_index(
            "ix_client_sessions_ppu",
            sqlite_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
            postgresql_where=sa.text("funding = 'ppu' AND state IN ('standby', 'active', 'ending')"),
        )
        batch_op.drop_index("ix_client_sessions_pair")
        batch_op.drop_index(
            "ix_client_sessions_due_anywhere",
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.drop_index(
            "ix_client_sessions_due",
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )

    op.drop_table("client_sessions")
    op.drop_table("user_right_settings")
    with op.batch_alter_table("refusals", schema=None) as batch_op:
        batch_op.drop_index("ix_refusals_time")

    op.drop_table("refusals")
    op.drop_table("recovery_codes")
    with op.batch_alter_table("password_links", schema=None) as batch_op:
        batch_op.drop_index("ix_password_links_user")

    op.drop_table("password_links")
    with op.batch_alter_table("licenses", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_licenses_free",
            sqlite_where=sa.text("user_id IS NULL"),
            postgresql_where=sa.text("user_id IS NULL"),
        )

    op.drop_table("licenses")
    with op.batch_alter_table("license_holdings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_license_holdings_open",
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )
        batch_op.drop_index("ix_license_holdings_time")

    op.drop_table("license_holdings")
    with op.batch_alter_table("device_tokens", schema=None) as batch_op:
        batch_op.drop_index("ix_device_tokens_pair")

    op.drop_table("device_tokens")
    op.drop_table("closed_tips")
    with op.batch_alter_table("browser_sign_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_browser_sign_ins_user")

    op.drop_table("browser_sign_ins")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")

    op.drop_table("audit_entries")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_users_owner", sqlite_where=sa.text("is_owner"), postgresql_where=sa.text("is_owner")
        )

    op.drop_table("users")
    op.drop_table("devices")
    op.drop_table("account_right_settings")
    op.drop_index("ix_wrong_codes_period", table_name="wrong_codes")
    op.drop_table("wrong_codes")
    op.drop_table("setup_links")
    op.drop_table("failed_sign_ins")
    op.drop_table("accounts")
