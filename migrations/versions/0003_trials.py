"""Trials of the laboratory; the latest of many actions and decisions from an index."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trial",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("tie", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "counted", "failed", name="trialstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("election", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_trial_area_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_trial_asked_by_id")),
        sa.ForeignKeyConstraint(["session_id"], ["jury_session.id"], name=op.f("fk_trial_session_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_trial_file_id")),
        sa.ForeignKeyConstraint(["document_id"], ["stored_file.id"], name=op.f("fk_trial_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    op.create_index(op.f("ix_trial_area_id"), "trial", ["area_id"], unique=False)
    op.create_table(
        "trial_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["trial_id"], ["trial.id"], name=op.f("fk_trial_count_trial_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_count")),
        sa.UniqueConstraint("trial_id", "position", name=op.f("uq_trial_count_trial_id_position")),
    )
    op.create_index(
        "ix_application_area_id_state_submitted_at", "application", ["area_id", "state", "submitted_at", "id"], unique=False
    )
    op.create_index("ix_motion_area_id_closed_at", "motion", ["area_id", "closed_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_motion_area_id_closed_at", table_name="motion")
    op.drop_index("ix_application_area_id_state_submitted_at", table_name="application")
    op.drop_table("trial_count")
    op.drop_table("trial")
