"""Activations of the app, changes of number, and notices to customers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

PURPOSE = sa.Enum(
    "login",
    "verification",
    "pin_change",
    "activation",
    "number_change",
    "share",
    "online_card",
    "notice",
    name="purpose",
    native_enum=False,
    create_constraint=True,
    length=32,
)


FACTOR_KIND = sa.Enum(
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
)
ACTIVATION_STATE = sa.Enum(
    "waiting",
    "active",
    "ended",
    name="activationstate",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "activations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("kind", FACTOR_KIND, nullable=True),
        sa.Column("install_id", sa.String(length=128), nullable=True),
        sa.Column("proof_factor_id", sa.String(length=64), nullable=True),
        sa.Column("state", ACTIVATION_STATE, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("factor_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.ForeignKeyConstraint(["proof_factor_id"], ["factors.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_activations_customer_id", "activations", ["customer_id"])
    op.create_table(
        "app_bindings",
        sa.Column("factor_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("install_id", sa.String(length=128), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.PrimaryKeyConstraint("factor_id"),
    )
    op.create_index("ix_app_bindings_customer_id", "app_bindings", ["customer_id"])
    op.create_index("ix_app_bindings_install_id", "app_bindings", ["install_id"])
    op.create_table(
        "binding_guards",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("customer_id"),
    )
    op.create_table(
        "number_changes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_number_changes_customer_id", "number_changes", ["customer_id"])
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.alter_column("code_id", existing_type=sa.String(length=64), nullable=True)
        batch_op.add_column(sa.Column("purpose", PURPOSE, nullable=False, server_default="login"))
        batch_op.add_column(sa.Column("notice", sa.JSON(), nullable=True))
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.alter_column("purpose", server_default=None)


def downgrade() -> None:
    """Take the change back."""
    for table in ("number_changes", "binding_guards", "app_bindings", "activations"):
        op.drop_table(table)
    # Verifications have deliveries too, and had them before this; only what has no code must go.
    op.execute("DELETE FROM deliveries WHERE purpose IN ('activation', 'number_change', 'notice')")
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.drop_constraint("purpose", type_="check")
        batch_op.drop_column("notice")
        batch_op.drop_column("purpose")
        batch_op.alter_column("code_id", existing_type=sa.String(length=64), nullable=False)
