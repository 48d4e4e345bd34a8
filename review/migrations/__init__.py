"""The schema's history: upgraded in one step at start, refused when it is newer than the code."""

import re
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from review.migrations import copies

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is loaded where it has something to do: a desk whose schema is as it should be starts without it.
REVISION = re.compile(r"(\d{4})_\w+\.py")


class SchemaNewer(Exception):
    """The database was written by a later version of the desk."""


def upgrade(engine: Engine) -> None:
    """Bring the database to this version's schema in one transaction; a SQLite file is copied before.

    Raises SchemaNewer where the database is ahead of this version.
    """
    with engine.connect() as connection:
        current = revision_of(connection)
        connection.rollback()
        _require_known(current)
        copies.forget(engine)
        if current != head():
            if current is not None:
                copies.keep(engine, current)
            _upgrade(connection, "head")
            connection.commit()


def bring(connection: Connection, revision: str) -> None:
    """Bring the schema to a revision inside the connection's own transaction; raises SchemaNewer for one not known."""
    if revision != "head":
        _require_known(revision)
    connection.execute(text("SELECT 1"))  # a transaction is open, so Alembic neither begins nor commits one
    _upgrade(connection, revision)


def head() -> str:
    """Return the revision this code works with."""
    return _revisions()[-1]


def current(engine: Engine) -> str | None:
    """Return the revision a database is at, None where it is empty."""
    with engine.connect() as connection:
        return revision_of(connection)


def differences(engine: Engine) -> None:
    """Raise alembic's CommandError when the tables are not what the models say."""
    from alembic import command  # noqa: PLC0415 - see above

    with engine.connect() as connection:
        command.check(_config(connection))


def is_known(revision: str) -> bool:
    """Tell whether a revision is in this version's history; one that is not was written by a later version."""
    return revision in _revisions()


def _require_known(revision: str | None) -> None:
    if revision is not None and not is_known(revision):
        raise SchemaNewer(f"the database is at revision {revision}, this version knows {head()}")


def _revisions() -> list[str]:
    """Return the revisions of this version's history, oldest first: each file is named by its own."""
    names = (REVISION.fullmatch(file.name) for file in (files("review") / "migrations" / "versions").iterdir())
    return sorted(name[1] for name in names if name)


def revision_of(connection: Connection) -> str | None:
    """Return the revision a database is at, None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    command.upgrade(_config(connection), revision)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config(stdout=sys.stdout)  # its default is whatever that was when Alembic was first loaded
    config.set_main_option("script_location", str(files("review") / "migrations"))
    config.attributes["connection"] = connection
    return config
