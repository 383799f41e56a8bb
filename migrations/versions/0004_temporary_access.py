"""Temporary passcodes and online security code cards."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("factors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("logins", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_card_only", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "temporary_passcodes",
        sa.Column("factor_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("hashed", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("full_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.PrimaryKeyConstraint("factor_id"),
    )
    with op.batch_alter_table("temporary_passcodes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_temporary_passcodes_customer_id"), ["customer_id"], unique=False
        )
    op.create_table(
        "online_cards",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "active",
                "void",
                name="cardstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=True),
        sa.Column("question_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("online_cards", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_online_cards_customer_id"), ["customer_id"], unique=False
        )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("online_cards")
    op.drop_table("temporary_passcodes")
    with op.batch_alter_table("logins", schema=None) as batch_op:
        batch_op.drop_column("is_card_only")
    with op.batch_alter_table("factors", schema=None) as batch_op:
        batch_op.drop_column("expires_at")
