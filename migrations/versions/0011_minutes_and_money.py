"""What keeps the minute and the money: buckets, breakers, expenses, and counts of refusals."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def _channel() -> sa.Enum:
    return sa.Enum(
        "sms", "voice", name="channel", native_enum=False, create_constraint=True, length=32
    )


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Apply the change."""
    op.add_column("deliveries", _moment("ringing_at"))
    op.create_table(
        "buckets",
        sa.Column("channel", _channel(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        _moment("filled_at", nullable=False),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.create_table(
        "breakers",
        sa.Column("channel", _channel(), nullable=False),
        sa.Column("in_a_row", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("since"),
        _moment("opened_at"),
        _moment("probing_until"),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.create_table(
        "refused_sends",
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("channel", _channel(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reason", "channel"),
    )
    op.create_table(
        "expenses",
        sa.Column("delivery_id", sa.String(length=64), nullable=False),
        sa.Column("login_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("channel", _channel(), nullable=False),
        _moment("spent_at", nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"]),
        sa.PrimaryKeyConstraint("delivery_id"),
    )
    for name, column in _INDEXED.items():
        op.create_index(f"expenses_{name}", "expenses", [*column, "channel", "spent_at"])


def downgrade() -> None:
    """Take the change back."""
    for name in _INDEXED:
        op.drop_index(f"expenses_{name}", table_name="expenses")
    for table in ("expenses", "refused_sends", "breakers", "buckets"):
        op.drop_table(table)
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_column("ringing_at")


_INDEXED = {
    "customer": ["customer_id"],
    "number": ["number"],
    "prefix": ["prefix"],
    "country": ["country"],
    "everybody": [],
}
