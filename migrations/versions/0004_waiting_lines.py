"""The database itself notes that a new line of the log waits for its place."""

from alembic import op

from migrations.guards import waits

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in waits(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_event_waits")
        return
    op.execute("DROP TRIGGER audit_event_waits ON audit_event")
    op.execute("DROP FUNCTION audit_event_waits()")
