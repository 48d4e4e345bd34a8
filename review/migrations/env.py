"""Alembic's entry: always on the connection it is given, so that the same SQLite is used everywhere."""

from alembic import context
from sqlmodel import SQLModel

import review.models  # noqa: F401 - the tables must be known

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,  # on SQLite too, where transactions are begun by us: all revisions or none
)
with context.begin_transaction():
    context.run_migrations()
