"""Alembic's entry: always on the connection it is given, so that the same SQLite is used everywhere."""

from alembic import context
from sqlmodel import SQLModel

import review.models  # noqa: F401 - the tables must be known


def is_ours(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001 - Alembic's
    """Tell whether the models know it; the full-text index is made by its revision alone, another on each engine."""
    return not (kind == "table" and str(name).startswith("tip_fts"))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=is_ours,
    transactional_ddl=True,  # on SQLite too, where transactions are begun by us: all revisions or none
)
with context.begin_transaction():
    context.run_migrations()
