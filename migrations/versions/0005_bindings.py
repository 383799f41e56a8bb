"""Activations of the app, changes of number, and notices to customers."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply the change."""


def downgrade() -> None:
    """Take the change back."""
