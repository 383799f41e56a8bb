"""Callbacks for help: who asked to be rung, when, and how it went; and calls of that purpose."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

BEFORE = (
    "login",
    "verification",
    "pin_change",
    "activation",
    "number_change",
    "share",
    "online_card",
    "notice",
    "caller",
)
WITH_PURPOSE = ("deliveries", "challenges")


def _purpose(*words: str) -> sa.Enum:
    return sa.Enum(*words, name="purpose", native_enum=False, create_constraint=True, length=32)


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Apply the change."""
    for table in WITH_PURPOSE:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "purpose",
                existing_type=_purpose(*BEFORE),
                type_=_purpose(*BEFORE, "callback"),
                existing_nullable=False,
            )
    op.create_table(
        "help_requests",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "calling",
                "talking",
                "done",
                "missed",
                "cancelled",
                "expired",
                name="helpstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        _moment("created_at", nullable=False),
        _moment("due_at", nullable=False),
        _moment("expires_at", nullable=False),
        sa.Column("rings", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.String(length=64), nullable=True),
        _moment("ringing_told_at"),
        _moment("talking_since"),
        _moment("ended_at"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_help_requests_customer_id", "help_requests", ["customer_id"])
    op.create_index(
        "help_requests_open",
        "help_requests",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("help_requests_open", table_name="help_requests")
    op.drop_index("ix_help_requests_customer_id", table_name="help_requests")
    op.drop_table("help_requests")
    sent = "SELECT id FROM deliveries WHERE purpose = 'callback'"
    op.execute(f"DELETE FROM expenses WHERE delivery_id IN ({sent})")  # noqa: S608 - constant
    op.execute("DELETE FROM deliveries WHERE purpose = 'callback'")
    for table in WITH_PURPOSE:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "purpose",
                existing_type=_purpose(*BEFORE, "callback"),
                type_=_purpose(*BEFORE),
                existing_nullable=False,
            )
