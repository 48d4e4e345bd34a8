"""Is the desk whole? Rows among each other, rows and bytes, and the audit's chain; each fault is found and named."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import text
from sqlmodel import Session, col, or_, select, union

from review import audit
from review.audit import Head
from review.db import Database, StoreUnavailable
from review.media import MediaStore
from review.models import Attachment, ReleasedFile, RightsRequest
from review.newsroom import Newsroom

AT_ONCE = 500
MOST_NAMED = 100  # of one kind: a thousand faults of one kind are one fault


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: its kind, what it concerns (a number, a table, a key; never contents), and the sentence for people."""

    code: str
    subject: str
    sentence: str


def findings(newsroom: Newsroom, *, known: Head | None = None) -> list[Finding]:
    """Return every fault of the living desk: database, audit, files. Reads all files, so it takes its time."""
    return [
        *_looked(newsroom.database, of_rows),
        *_looked(newsroom.database, lambda session: of_audit(session, known)),
        *_looked(newsroom.database, lambda session: of_media(session, newsroom.media)),
    ]


def of_rows(session: Session) -> Iterator[Finding]:
    """Check the database's own structure and that no row refers to one that is gone (PostgreSQL sees to both)."""
    if session.get_bind().dialect.name != "sqlite":
        return
    connection = session.connection()
    for line in islice(connection.execute(text("PRAGMA integrity_check")).scalars(), MOST_NAMED):
        if line != "ok":
            yield Finding("integrity", "database", f"SQLite finds a fault in the file: {line}")
    for table, row, parent, _ in islice(connection.execute(text("PRAGMA foreign_key_check")), MOST_NAMED):
        yield Finding("reference", f"{table}:{row}", f"{table} row {row} refers to a {parent} that is not there.")


def of_audit(session: Session, known: Head | None = None) -> Iterator[Finding]:
    """Check the chain of the audit, against what was noted before where that is given."""
    number = audit.verify(session, known=known)
    if number is not None:
        yield Finding("audit", f"audit:{number}", f"The audit does not fit from row {number} on: changed or cut off.")


def of_media(session: Session, media: MediaStore) -> Iterator[Finding]:
    """Check that each file named by a row is there and unchanged, and that no file is left behind without a row.

    The session rests between portions, so that a long look holds nothing up. A file is stored just before its row: what
    looks left behind is asked for once more at the end.
    """
    suspects = list(islice(_without_row(session, media), MOST_NAMED))
    yield from islice((finding for key in every_key(session) if (finding := _of_key(media, key))), MOST_NAMED)
    for key in suspects:
        if not _known(session, [key]):
            yield Finding("file_orphan", key, f"The file {key[:12]}… is named by no row.")


def every_key(session: Session) -> Iterator[str]:
    """Return the key of every file that rows name, each once, in order."""
    keys = named(session)
    while keys:
        session.rollback()
        yield from keys
        keys = named(session, after=keys[-1])


def named(session: Session, after: str = "") -> list[str]:
    """Return the next keys that rows name, in order."""
    both = union(
        select(col(Attachment.original)).where(col(Attachment.original) > after),
        select(col(Attachment.copy_key)).where(col(Attachment.copy_key) > after),
    ).subquery()
    key = both.columns[0]
    return list(session.execute(select(key).order_by(key).limit(AT_ONCE)).scalars())


def _looked(database: Database, look: Callable[[Session], Iterator[Finding]]) -> list[Finding]:
    """Collect what a look finds; a database that breaks off under it is a fault as well."""
    found: list[Finding] = []
    try:
        database.read_now(lambda session: found.extend(look(session)))
    except StoreUnavailable as error:
        cause = type(error.orig).__name__
        found.append(Finding("unreadable", "database", f"The database breaks off while it is read ({cause})."))
    return found


def missing(key: str) -> Finding:
    return Finding("file_missing", key, f"The file {key[:12]}… is named by a row, but it is not there.")


def damaged(key: str) -> Finding:
    return Finding("file_damaged", key, f"The file {key[:12]}… does not hold what was stored: its SHA-256 is another.")


def _of_key(media: MediaStore, key: str) -> Finding | None:
    try:
        data = media.get(key)
    except FileNotFoundError:
        return missing(key)
    return None if hashlib.sha256(data).hexdigest() == key else damaged(key)


def _without_row(session: Session, media: MediaStore) -> Iterator[str]:
    keys = media.keys()
    while portion := list(islice(keys, AT_ONCE)):
        known = _known(session, portion)
        yield from (key for key in portion if key not in known)


def _known(session: Session, keys: list[str]) -> set[str]:
    """Return which of these files a row names, or are about to go: a file outlives its row by some hours."""
    query = select(col(Attachment.original), col(Attachment.copy_key)).where(
        or_(col(Attachment.original).in_(keys), col(Attachment.copy_key).in_(keys))
    )
    found = {key for pair in session.execute(query) for key in pair if key}
    found.update(session.execute(select(col(ReleasedFile.key)).where(col(ReleasedFile.key).in_(keys))).scalars())
    leaving = select(col(RightsRequest.details)).where(col(RightsRequest.done_at).is_(None))
    found.update(key for details in session.execute(leaving).scalars() for key in details.get("files", ()))
    session.rollback()
    return found
