"""Proving a backup: all of it is read into a database of its own, looked at, and thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from review import migrations, verifying
from review.backups import sealing
from review.backups.archive import BadArchive
from review.backups.manifest import Manifest
from review.backups.unpacking import Say, Unpacking
from review.db import engine_for
from review.migrations import SchemaNewer
from review.verifying import MOST_NAMED, Finding

HURRIED = ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=MEMORY")  # it is looked at and thrown away


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a look: every fault, and what the archive says about itself, None where it cannot be read."""

    findings: tuple[Finding, ...]
    manifest: Manifest | None = None


def check(path: Path, identity: Path | None, *, say: Say) -> Checked:
    """Read a backup from end to end and name every fault; raises BadKey or OSError where it cannot be opened.

    Needs room for its rows in the folder for temporary files, where they lie in clear, for this user alone, meanwhile.
    """
    found: list[Finding] = []
    try:
        whole = _looked_at(path, identity, found, say)
    except (BadArchive, SchemaNewer) as error:
        return Checked((*found, Finding("archive", path.name, str(error))))
    except DBAPIError as error:
        sentence = f"The rows do not fit their tables: {type(error.orig).__name__}."
        return Checked((*found, Finding("rows", path.name, sentence)))
    return Checked(tuple(found), whole)


def _looked_at(path: Path, identity: Path | None, found: list[Finding], say: Say) -> Manifest:
    with _scratch() as connection, sealing.opened(path, identity) as stream:
        connection.execute(text("CREATE TABLE seen_medium (key TEXT PRIMARY KEY) WITHOUT ROWID"))
        whole = Unpacking(connection, lambda key, _data: _see(connection, key), say, found).read(stream)
        migrations.bring(connection, "head")
        session = Session(connection)
        found += verifying.of_rows(session)
        found += verifying.of_audit(session, whole.about.audit)
        found += _unseen(session)
    return whole


@contextmanager
def _scratch() -> Iterator[Connection]:
    with tempfile.TemporaryDirectory(prefix="tinbai-verify-") as folder:
        engine = engine_for(f"sqlite:///{folder}/desk.sqlite3", writing=True)

        @event.listens_for(engine, "connect")
        def _hurry(raw: Any, _record: Any) -> None:
            for pragma in HURRIED:
                raw.execute(f"PRAGMA {pragma}")

        with engine.connect() as connection:
            yield connection
        engine.dispose()


def _see(connection: Connection, key: str) -> None:
    connection.execute(text("INSERT OR IGNORE INTO seen_medium VALUES (:key)"), {"key": key})


def _unseen(session: Session) -> Iterator[Finding]:
    named = "SELECT original AS key FROM attachment UNION SELECT copy_key FROM attachment"
    query = text(
        f"SELECT key FROM ({named}) WHERE key IS NOT NULL AND key NOT IN (SELECT key FROM seen_medium) LIMIT :most"  # noqa: S608 - two queries of ours put together
    )
    yield from (verifying.missing(key) for key in session.execute(query, {"most": MOST_NAMED}).scalars())
    orphans = text(f"SELECT key FROM seen_medium WHERE key NOT IN ({named} WHERE copy_key IS NOT NULL) LIMIT :most")  # noqa: S608 - the same
    for key in session.execute(orphans, {"most": MOST_NAMED}).scalars():
        yield Finding("file_orphan", key, f"The file {key[:12]}… is named by no row.")
