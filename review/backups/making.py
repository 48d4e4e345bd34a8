"""Making a backup while the desk runs: rows by one reading transaction, then the files they name, then the manifest.

Rows first, files afterwards is a consistent order: a file is stored before its row, and taken away long after it.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Table
from sqlmodel import Session

from review import audit, verifying
from review.backups import archive, manifest, rows, sealing
from review.backups.manifest import About, Manifest
from review.backups.snapshot import NoDesk, schema_of, snapshot
from review.media import MediaStore
from review.media.opening import store_of
from review.pulse import own_version
from review.settings import Settings

INCOMPLETE = ".incomplete"
MEDIA_STEP = 1000
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: where it lies, how large it is, and what it holds."""

    path: Path
    size: int
    manifest: Manifest


def make(settings: Settings, folder: Path, *, to: str | None, now: datetime, say: Say) -> Made:
    """Write a backup into `folder`, sealed to the public key `to`, in clear where that is None.

    It has its name only once it is whole and on the disk; raises NoDesk, BadKey, OSError or DBAPIError.
    `say` hears each step: "rows read", "files read" and "before rename" are the seams where a backup may be killed.
    """
    if to is not None:
        sealing.recipient(to)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"tinbai-{now:%Y%m%d-%H%M%S}.tar{'.age' if to else ''}"
    contents = _Contents(settings, store_of(settings), now, say)
    with _incomplete(path, say) as file:
        sealing.write(contents.parts(), file, to)
    if contents.manifest is None:
        raise NoDesk("nothing was read")
    return Made(path, path.stat().st_size, contents.manifest)


@dataclass
class _Contents:
    """The archive as it comes into being; `manifest` is there once all of it was read."""

    settings: Settings
    media: MediaStore
    now: datetime
    say: Say
    manifest: Manifest | None = None
    _rows: dict[str, int] = field(default_factory=dict)
    _members: dict[str, str] = field(default_factory=dict)

    def parts(self) -> Iterator[bytes]:
        with tempfile.TemporaryFile() as keys:
            with snapshot(self.settings.database_url) as connection:
                tables = rows.tables(connection)
                about = _about(connection, tables, self.now)
                yield from self._member(archive.ABOUT, manifest.written(about))
                yield from self._tables(connection, tables)
                _note_keys(connection, keys)
            self.say("rows read")
            keys.seek(0)
            media, digest, missing = yield from self._media(line.decode().strip() for line in keys)
        self.say("files read")
        whole = Manifest(about, self._rows, self._members, media, digest, missing)
        yield from archive.packed(archive.MANIFEST, manifest.written(whole), at=self.now.timestamp())
        yield archive.END
        self.manifest = whole

    def _tables(self, connection: Connection, tables: list[Table]) -> Iterator[bytes]:
        for place, table in enumerate(tables):
            self._rows[table.name] = 0
            for number, (count, lines) in enumerate(rows.portions(connection, table)):
                self._rows[table.name] += count
                name = f"rows/{place:03d}-{table.name}/{number:06d}.jsonl.gz"
                yield from self._member(name, archive.squeezed(lines))
            if self._rows[table.name]:
                self.say(f"{table.name}: {self._rows[table.name]} rows")

    def _media(self, keys: Iterable[str]) -> Generator[bytes, None, tuple[int, str, int]]:
        number, missing, digest = 0, 0, hashlib.sha256()
        for key in keys:
            try:
                data = self.media.get(key)
            except FileNotFoundError:
                missing += 1
                continue
            number += 1
            digest.update(key.encode())
            yield from archive.packed(f"media/{key}", data, at=self.now.timestamp())
            if number % MEDIA_STEP == 0:
                self.say(f"{number} files")
        return number, digest.hexdigest(), missing

    def _member(self, name: str, data: bytes) -> Iterator[bytes]:
        self._members[name] = hashlib.sha256(data).hexdigest()
        yield from archive.packed(name, data, at=self.now.timestamp())


def _about(connection: Connection, tables: list[Table], now: datetime) -> About:
    return About(
        tinbai=own_version(),
        schema=schema_of(connection),
        made_at=now,
        engine=connection.dialect.name,
        audit=audit.head(Session(connection)),
        counters=rows.counters(connection, tables),
    )


def _note_keys(connection: Connection, file: BinaryIO) -> None:
    """Write down which files are named, so that the reading transaction need not stay open while they are read."""
    session = Session(connection)
    keys = verifying.named(session)
    while keys:
        file.writelines(f"{key}\n".encode() for key in keys)
        keys = verifying.named(session, after=keys[-1])


@contextmanager
def _incomplete(path: Path, say: Say) -> Iterator[BinaryIO]:
    """Open a file that has its name only when it is whole and durable; a lock tells it from one left by the dead."""
    if path.exists():
        raise FileExistsError(f"{path.name} is there already")
    unfinished = path.with_name(path.name + INCOMPLETE)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file
            file.flush()
            os.fsync(file.fileno())
            say("before rename")
            unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
