"""The audit chain, retention and erasure."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply the change."""


def downgrade() -> None:
    """Take the change back."""
