"""Withdrawals, the accounts they leave, and devices that several users share."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_holder"), ["holder"], unique=False)

    op.create_table(
        "account_users",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("customer_id"),
    )
    with op.batch_alter_table("account_users", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_users_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "shared_devices",
        sa.Column("factor_id", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["factors.id"]),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.PrimaryKeyConstraint("factor_id"),
    )
    with op.batch_alter_table("shared_devices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shared_devices_device_id"), ["device_id"], unique=False
        )

    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "executed",
                "cancelled",
                "failed",
                name="withdrawalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "dsc_plus",
                "ib_key",
                "sms",
                "temporary_passcode",
                "online_card",
                "none",
                "security_code_card",
                "dsc",
                "gold",
                "platinum",
                "voice",
                name="limitkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "confirmed_by",
            sa.Enum(
                "sms",
                "ib_key_ios",
                "ib_key_android",
                "dsc_plus",
                "dsc",
                "gold",
                "platinum",
                "security_code_card",
                "temporary_passcode",
                "online_card",
                name="factorkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("factor_id", sa.String(length=64), nullable=True),
        sa.Column("device_id", sa.String(length=64), nullable=True),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name="withdrawals_amount"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("customer_id", "key", name="withdrawals_key"),
    )
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.create_index(
            "withdrawals_account", ["account_id", "kind", "business_day"], unique=False
        )
        batch_op.create_index("withdrawals_device", ["device_id", "business_day"], unique=False)
    _give_everyone_an_account()


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("withdrawals")
    op.drop_table("shared_devices")
    op.drop_table("account_users")
    op.drop_table("accounts")


def _give_everyone_an_account() -> None:
    """Give each customer of before an account of their own."""
    op.execute("INSERT INTO accounts (id, holder) SELECT id, id FROM customers")
    op.execute("INSERT INTO account_users (customer_id, account_id) SELECT id, id FROM customers")
