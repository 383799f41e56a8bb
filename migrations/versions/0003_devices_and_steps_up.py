"""Verifications of identity for a task, and changes of PIN."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply the change."""


def downgrade() -> None:
    """Take the change back."""
