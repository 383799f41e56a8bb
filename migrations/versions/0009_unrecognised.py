"""Words that were not understood, until a person has looked at them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "unrecognised",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unrecognised",
                "corrected",
                name="misskind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("guesses", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meant", sa.String(length=64), nullable=True),
        sa.Column("reworded", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_unrecognised_conversation_id", "unrecognised", ["conversation_id"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_unrecognised_conversation_id", table_name="unrecognised")
    op.drop_table("unrecognised")
