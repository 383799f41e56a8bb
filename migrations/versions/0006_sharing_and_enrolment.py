"""Shared devices, opting out, IP restrictions, and guesses at passwords by network."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TABLES = (
    "known_networks",
    "name_failures",
    "network_failures",
    "ip_restrictions",
    "enrolments",
    "shares",
    "identities",
)


def upgrade() -> None:
    """Apply the change."""
    _share_devices()
    _restrict_addresses()
    _count_failures()
    op.create_table(
        "enrolments",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("may_change_security", sa.Boolean(), nullable=False),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opted_out_by", sa.String(length=64), nullable=True),
        sa.Column(
            "way_back",
            sa.Enum(
                "install_app",
                "online_card",
                "other_username",
                name="wayback",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("way_chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("customer_id"),
    )


def downgrade() -> None:
    """Take the change back."""
    for table in _TABLES:
        op.drop_table(table)


def _share_devices() -> None:
    op.create_table(
        "identities",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("needs_compliance", sa.Boolean(), nullable=False),
        sa.Column("needs_ssn", sa.Boolean(), nullable=False),
        sa.Column("date_of_birth", sa.LargeBinary(length=32), nullable=False),
        sa.Column("citizenship", sa.LargeBinary(length=32), nullable=False),
        sa.Column("residence", sa.LargeBinary(length=32), nullable=False),
        sa.Column("document_type", sa.LargeBinary(length=32), nullable=False),
        sa.Column("document_number", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ssn", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("customer_id"),
    )
    op.create_table(
        "shares",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("requester_id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "pending",
                "approved",
                "rejected",
                "expired",
                name="sharestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("factor_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["factors.id"]),
        sa.ForeignKeyConstraint(["factor_id"], ["factors.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["requester_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shares_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shares_requester_id"), ["requester_id"], unique=False)


def _restrict_addresses() -> None:
    op.create_table(
        "ip_restrictions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.String(length=64), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ip_restrictions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ip_restrictions_customer_id"), ["customer_id"], unique=False
        )


def _count_failures() -> None:
    op.create_table(
        "network_failures",
        sa.Column("name", sa.LargeBinary(length=32), nullable=False),
        sa.Column("network", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recent", sa.JSON(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", "network"),
    )
    op.create_table(
        "name_failures",
        sa.Column("name", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "known_networks",
        sa.Column("name", sa.LargeBinary(length=32), nullable=False),
        sa.Column("network", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "network"),
    )
    for table, column in (
        ("network_failures", "last_at"),
        ("name_failures", "last_at"),
        ("known_networks", "seen_at"),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
