"""What a desk holds, searched as a whole: every table it has, whoever made it, and every stored file."""

import json
from typing import Any

from sqlalchemy import text

from tests.stories.stage import Stage

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def rows(stage: Stage) -> dict[str, str]:
    """Return the rows of every table as one text each."""

    def read(session: Any) -> dict[str, str]:
        connection = session.connection()
        names = connection.exec_driver_sql(TABLES[connection.dialect.name]).scalars().all()
        return {name: _told(connection, name) for name in names}

    return stage.database.read_now(read)


def tables_with(stage: Stage, *words: str) -> set[str]:
    """Return the tables in which one of the words stands, whole or as JSON writes it."""
    spelled = [form for word in words for form in (word, json.dumps(word)[1:-1])]
    return {name for name, told in rows(stage).items() if any(form in told for form in spelled)}


def files_with(stage: Stage, *words: bytes) -> list[str]:
    """Return the files of the desk's folder, database and journal apart, that hold one of the words."""
    folder = stage.newsroom.settings.data_dir
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in found if any(word in path.read_bytes() for word in words)]


def _told(connection: Any, name: str) -> str:
    found = connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 - names of our own tables
    return "\n".join(_plain(value) for row in found for value in row)


def _plain(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
