"""Shared devices, opting out, and IP restrictions."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply the change."""


def downgrade() -> None:
    """Take the change back."""
