"""The schema's history: upgraded in one step at start, refused when it is newer than the code."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from review.migrations import copies


class SchemaNewer(Exception):
    """The database was written by a later version of the desk."""


def upgrade(engine: Engine) -> None:
    """Bring the database to this version's schema in one transaction; a SQLite file is copied before.

    Raises SchemaNewer where the database is ahead of this version.
    """
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        _require_known(current)
        copies.forget(engine)
        if current != head():
            if current is not None:
                copies.keep(engine, current)
            command.upgrade(_config(connection), "head")
            connection.commit()


def bring(connection: Connection, revision: str) -> None:
    """Bring the schema to a revision inside the connection's own transaction; raises SchemaNewer for one not known."""
    if revision != "head":
        _require_known(revision)
    connection.execute(text("SELECT 1"))  # a transaction is open, so Alembic neither begins nor commits one
    command.upgrade(_config(connection), revision)


def head() -> str:
    """Return the revision this code works with."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def current(engine: Engine) -> str | None:
    """Return the revision a database is at, None where it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def differences(engine: Engine) -> None:
    """Raise alembic's CommandError when the tables are not what the models say."""
    with engine.connect() as connection:
        command.check(_config(connection))


def is_known(revision: str) -> bool:
    """Tell whether a revision is in this version's history; one that is not was written by a later version."""
    try:
        ScriptDirectory.from_config(_config(None)).get_revision(revision)
    except CommandError:
        return False
    return True


def _require_known(revision: str | None) -> None:
    if revision is not None and not is_known(revision):
        raise SchemaNewer(f"the database is at revision {revision}, this version knows {head()}")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("review") / "migrations"))
    config.attributes["connection"] = connection
    return config
