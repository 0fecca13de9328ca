"""How migrations meet the database: plain column types, batch mode for SQLite."""

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.shell.database import Base, Moment

engine = current_app.extensions["migrate"].db.engine


def render_item(kind, item, _autogen):
    """Write our own column types as the plain ones they are made of."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def say_conditions() -> None:
    """Tell indexes of some rows only which rows, in each dialect's words; models that did would load both dialects at every start."""
    for table in Base.metadata.tables.values():
        for index in table.indexes:
            if where := index.info.get("where"):
                for dialect in ("sqlite", "postgresql"):
                    index.dialect_options[dialect]["where"] = sa.text(where)


def run() -> None:
    """Run the migrations on the application's database."""
    say_conditions()
    with engine.connect().execution_options(writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
