"""Answers of a call as text messages, and calls that are put through to people of ours."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"

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
    "callback",
)
WITH_PURPOSE = ("deliveries", "challenges")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Apply the change."""
    for table in WITH_PURPOSE:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "purpose",
                existing_type=_words("purpose", *BEFORE),
                type_=_words("purpose", *BEFORE, "answer"),
                existing_nullable=False,
            )
    op.add_column("line_calls", sa.Column("text_id", sa.String(length=64), nullable=True))
    op.create_table(
        "transfers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("kind", _words("transferkind", "line", "callback", "code"), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column(
            "known_by",
            _words("callerknown", "nothing", "code", "login", "number"),
            nullable=False,
        ),
        sa.Column("to", sa.String(length=32), nullable=True),
        sa.Column(
            "state",
            _words("transferstate", "waiting", "talking", "talked", "missed", "untaken", "left"),
            nullable=False,
        ),
        _moment("started_at", nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        _moment("taken_at"),
        _moment("ended_at"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_transfers_sid", "transfers", ["sid"])
    op.create_index("ix_transfers_conversation_id", "transfers", ["conversation_id"])
    op.create_index("ix_transfers_started_at", "transfers", ["started_at"])


def downgrade() -> None:
    """Take the change back."""
    for index in ("started_at", "conversation_id", "sid"):
        op.drop_index(f"ix_transfers_{index}", table_name="transfers")
    op.drop_table("transfers")
    with op.batch_alter_table("line_calls") as batch_op:
        batch_op.drop_column("text_id")
    sent = "SELECT id FROM deliveries WHERE purpose = 'answer'"
    op.execute(f"DELETE FROM expenses WHERE delivery_id IN ({sent})")  # noqa: S608 - constant
    op.execute("DELETE FROM deliveries WHERE purpose = 'answer'")
    for table in WITH_PURPOSE:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "purpose",
                existing_type=_words("purpose", *BEFORE, "answer"),
                type_=_words("purpose", *BEFORE),
                existing_nullable=False,
            )
