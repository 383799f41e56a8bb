"""Verifications of identity for a task, and changes of PIN."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# SQLite's foreign keys have no names; these are PostgreSQL's own.
NAMES = {"fk": "%(table_name)s_%(column_0_name)s_fkey"}


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


PURPOSE = _words(
    "purpose",
    "login",
    "verification",
    "pin_change",
    "activation",
    "number_change",
    "share",
    "online_card",
    "notice",
)
TASK = _words(
    "task",
    "withdrawal",
    "change_pin",
    "share_device",
    "opt_back_in",
    "change_number",
    "ip_restriction",
    "print_card",
)
PLATFORM = _words("platform", "client_portal", "tws", "ios", "android")
VERIFICATION_STATE = _words("verificationstate", "choose", "ready", "verified", "used", "expired")
PIN_CHANGE_STATE = _words("pinchangestate", "pending", "changed", "expired")


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("factors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))

    # The child before its parent: SQLite makes a table anew and would miss the rows that it names.
    with op.batch_alter_table("deliveries", naming_convention=NAMES) as batch_op:
        batch_op.drop_constraint("deliveries_login_id_fkey", type_="foreignkey")
        batch_op.drop_constraint("deliveries_code_id_fkey", type_="foreignkey")
    with op.batch_alter_table("one_time_codes", naming_convention=NAMES) as batch_op:
        batch_op.drop_constraint("one_time_codes_login_id_fkey", type_="foreignkey")
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.create_foreign_key(
            "deliveries_code_id_fkey", "one_time_codes", ["code_id"], ["id"]
        )

    with op.batch_alter_table("challenges", naming_convention=NAMES) as batch_op:
        batch_op.drop_constraint("challenges_login_id_fkey", type_="foreignkey")
        batch_op.drop_index("ix_challenges_login_id")
        batch_op.alter_column("login_id", new_column_name="subject_id")
        batch_op.add_column(sa.Column("purpose", PURPOSE, nullable=False, server_default="login"))
    with op.batch_alter_table("challenges") as batch_op:
        batch_op.alter_column("purpose", server_default=None)
        batch_op.create_index("ix_challenges_subject_id", ["subject_id"], unique=False)

    _create_verifications()
    _create_pin_changes()


def _create_verifications() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("login_id", sa.String(length=64), nullable=False),
        sa.Column("task", TASK, nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("platform", PLATFORM, nullable=False),
        sa.Column("platform_version", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", VERIFICATION_STATE, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("factor_id", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["login_id"], ["logins.id"]),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_verifications_customer_id", "verifications", ["customer_id"])


def _create_pin_changes() -> None:
    op.create_table(
        "pin_changes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("factor_id", sa.String(length=64), nullable=False),
        sa.Column("sealed_pin", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", PIN_CHANGE_STATE, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pin_changes_customer_id", "pin_changes", ["customer_id"])
    op.create_table(
        "pin_resets",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("factor_id", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=64), nullable=False),
        sa.Column("reset_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pin_resets_factor_id", "pin_resets", ["factor_id"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("pin_resets")
    op.drop_table("pin_changes")
    op.drop_table("verifications")
    op.execute("DELETE FROM challenges WHERE purpose <> 'login'")
    with op.batch_alter_table("challenges") as batch_op:
        batch_op.drop_index("ix_challenges_subject_id")
        batch_op.drop_constraint("purpose", type_="check")
        batch_op.drop_column("purpose")
        batch_op.alter_column("subject_id", new_column_name="login_id")
    with op.batch_alter_table("challenges") as batch_op:
        batch_op.create_foreign_key("challenges_login_id_fkey", "logins", ["login_id"], ["id"])
        batch_op.create_index("ix_challenges_login_id", ["login_id"], unique=False)

    op.execute("DELETE FROM deliveries WHERE login_id NOT IN (SELECT id FROM logins)")
    op.execute("DELETE FROM one_time_codes WHERE login_id NOT IN (SELECT id FROM logins)")
    with op.batch_alter_table("deliveries", naming_convention=NAMES) as batch_op:
        batch_op.drop_constraint("deliveries_code_id_fkey", type_="foreignkey")
    with op.batch_alter_table("one_time_codes") as batch_op:
        batch_op.create_foreign_key("one_time_codes_login_id_fkey", "logins", ["login_id"], ["id"])
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.create_foreign_key("deliveries_login_id_fkey", "logins", ["login_id"], ["id"])
        batch_op.create_foreign_key(
            "deliveries_code_id_fkey", "one_time_codes", ["code_id"], ["id"]
        )

    # Not in a batch, which would make the table anew while others refer to its rows.
    op.drop_column("factors", "ended_at")
