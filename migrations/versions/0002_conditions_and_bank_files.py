"""Conditions of awards, accounts from which areas pay, bank files."""

import sqlalchemy as sa
from alembic import op

from migrations.guards import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("motion", sa.Column("condition", sa.String(length=2000), server_default="", nullable=False))
    op.create_table(
        "paying_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("iban_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("iban_tail", sa.String(length=4), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_paying_account_area_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_paying_account_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paying_account")),
    )
    op.create_index(op.f("ix_paying_account_area_id"), "paying_account", ["area_id"], unique=False)
    op.create_table(
        "bank_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("paying_account_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_bank_file_area_id")),
        sa.ForeignKeyConstraint(
            ["paying_account_id"], ["paying_account.id"], name=op.f("fk_bank_file_paying_account_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_bank_file_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_file")),
    )
    op.create_index(op.f("ix_bank_file_area_id"), "bank_file", ["area_id"], unique=False)
    op.create_table(
        "bank_file_entry",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("bank_file_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_bank_file_entry_payment_id")),
        sa.ForeignKeyConstraint(["bank_file_id"], ["bank_file.id"], name=op.f("fk_bank_file_entry_bank_file_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_bank_file_entry")),
    )
    op.create_index(op.f("ix_bank_file_entry_bank_file_id"), "bank_file_entry", ["bank_file_id"], unique=False)
    for statement in append_only("bank_file_entry", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("bank_file_entry")
    op.drop_table("bank_file")
    op.drop_table("paying_account")
    op.drop_column("motion", "condition")
