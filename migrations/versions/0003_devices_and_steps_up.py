"""Verifications of identity for a task, and changes of PIN."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("factors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("factors", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
