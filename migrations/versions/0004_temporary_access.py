"""Temporary passcodes and online security code cards."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply the change."""


def downgrade() -> None:
    """Take the change back."""
