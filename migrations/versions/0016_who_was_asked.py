"""How often each phone of ours was asked to take a call, and callers who left after the key."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BEFORE = ("waiting", "talking", "talked", "missed", "untaken", "left")
# What was counted for all phones together belongs to a call that nobody knows.
NOBODYS = ""


def _words(*words: str) -> sa.Enum:
    return sa.Enum(
        *words, name="transferstate", native_enum=False, create_constraint=True, length=32
    )


def _transfers(asks: sa.types.TypeEngine, asked: sa.types.TypeEngine) -> sa.TableClause:
    return sa.table(
        "transfers",
        sa.column("id", sa.String),
        sa.column("state", sa.String),
        sa.column("asks", asks),
        sa.column("asked", asked),
    )


def upgrade() -> None:
    """Apply the change."""
    op.add_column("transfers", sa.Column("asked", sa.JSON(), nullable=True))
    transfers = _transfers(sa.Integer(), sa.JSON())
    for row in op.get_bind().execute(sa.select(transfers.c.id, transfers.c.asks)).all():
        asked = {NOBODYS: row.asks} if row.asks else {}
        op.execute(transfers.update().where(transfers.c.id == row.id).values(asked=asked))
    with op.batch_alter_table("transfers") as batch_op:
        batch_op.drop_column("asks")
    with op.batch_alter_table("transfers") as batch_op:
        batch_op.alter_column(
            "asked", new_column_name="asks", existing_type=sa.JSON(), nullable=False
        )
        batch_op.alter_column(
            "state",
            existing_type=_words(*BEFORE),
            type_=_words(*BEFORE, "untold"),
            existing_nullable=False,
        )


def downgrade() -> None:
    """Take the change back."""
    op.add_column("transfers", sa.Column("asked", sa.Integer(), nullable=True))
    transfers = _transfers(sa.JSON(), sa.Integer())
    for row in op.get_bind().execute(sa.select(transfers.c.id, transfers.c.asks)).all():
        asked = max(row.asks.values(), default=0)
        op.execute(transfers.update().where(transfers.c.id == row.id).values(asked=asked))
    untold = transfers.c.state == "untold"
    op.execute(transfers.update().where(untold).values(state="left"))
    with op.batch_alter_table("transfers") as batch_op:
        batch_op.drop_column("asks")
    with op.batch_alter_table("transfers") as batch_op:
        batch_op.alter_column(
            "asked", new_column_name="asks", existing_type=sa.Integer(), nullable=False
        )
        batch_op.alter_column(
            "state",
            existing_type=_words(*BEFORE, "untold"),
            type_=_words(*BEFORE),
            existing_nullable=False,
        )
