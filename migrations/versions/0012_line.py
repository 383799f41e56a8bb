"""Calls to our line, and where each one stands."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BEFORE = (
    "login",
    "verification",
    "pin_change",
    "activation",
    "number_change",
    "share",
    "online_card",
    "notice",
)
WITH_PURPOSE = ("deliveries", "challenges")


def _purpose(*words: str) -> sa.Enum:
    return sa.Enum(*words, name="purpose", native_enum=False, create_constraint=True, length=32)


def _change_purposes(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for table in WITH_PURPOSE:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "purpose",
                existing_type=_purpose(*before),
                type_=_purpose(*after),
                existing_nullable=False,
            )


def upgrade() -> None:
    """Apply the change."""
    _change_purposes(BEFORE, (*BEFORE, "caller"))
    op.create_table(
        "line_calls",
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("caller", sa.LargeBinary(length=32), nullable=True),
        sa.Column(
            "asked",
            sa.Enum(
                "language",
                "resume",
                "choice",
                "step",
                "number",
                "proof",
                "doubt",
                "hold",
                "person",
                "over",
                name="asked",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("silences", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("is_slow", sa.Boolean(), nullable=False),
        sa.Column("knows_keys", sa.Boolean(), nullable=False),
        sa.Column("doubt", sa.Text(), nullable=True),
        sa.Column("resumes", sa.String(length=64), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("sid"),
    )
    op.create_index("ix_line_calls_conversation_id", "line_calls", ["conversation_id"])
    op.create_index("ix_line_calls_caller", "line_calls", ["caller"])
    op.create_index("ix_customers_number", "customers", ["number"])
    op.create_table(
        "caller_proofs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("of", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["of"], ["customers.id"]),
        sa.ForeignKeyConstraint(["sid"], ["line_calls.sid"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_caller_proofs_of", "caller_proofs", ["of"])
    op.create_index("ix_caller_proofs_sid", "caller_proofs", ["sid"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("caller_proofs")
    op.drop_index("ix_customers_number", table_name="customers")
    op.drop_index("ix_line_calls_caller", table_name="line_calls")
    op.drop_index("ix_line_calls_conversation_id", table_name="line_calls")
    op.drop_table("line_calls")
    sent = "SELECT id FROM deliveries WHERE purpose = 'caller'"
    op.execute(f"DELETE FROM expenses WHERE delivery_id IN ({sent})")  # noqa: S608 - constant
    op.execute("DELETE FROM deliveries WHERE purpose = 'caller'")
    _change_purposes((*BEFORE, "caller"), BEFORE)
