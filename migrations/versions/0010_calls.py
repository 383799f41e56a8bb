"""Calls that are repeated, lines that are hung up by us, and what was pressed in the menu."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENTS = ("connected_at", "hang_up_at", "slow_since")


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("follows", sa.String(length=64), nullable=True))
        deliveries.add_column(
            sa.Column("menu_misses", sa.Integer(), nullable=False, server_default="0")
        )
        for moment in MOMENTS:
            deliveries.add_column(sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.alter_column("menu_misses", server_default=None)
    op.create_index("ix_deliveries_hang_up_at", "deliveries", ["hang_up_at"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_deliveries_hang_up_at", table_name="deliveries")
    with op.batch_alter_table("deliveries") as deliveries:
        for column in (*reversed(MOMENTS), "menu_misses", "follows"):
            deliveries.drop_column(column)
