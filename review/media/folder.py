"""Media in a folder of this machine.

Order of writing (promises 3.8): temporary file → fsync → rename → fsync of the folder; only then may a row name it.
"""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from review import failpoint
from review.media import KEY_FORM, StoreDown, key_of, key_of_file, placed

BEGUN = ".begun"  # where files lie until they are whole
UNFINISHED_SECONDS = 3600  # another process may be at it
PIECE = 1024 * 1024


class FolderStore:
    """A content-addressed store below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._begun = folder, folder / BEGUN

    def put(self, data: bytes) -> str:
        return self._keep(key_of(data), lambda path: _write(path, data))

    def put_file(self, path: Path) -> str:
        return self._keep(key_of_file(path), lambda begun: _copy(path, begun))

    def _keep(self, key: str, write: Callable[[Path], None]) -> str:
        target = self.path(key)
        if target.exists():
            _sync_folder(target.parent)  # whoever put it there may have died before this
            return key
        _made(target.parent)
        _made(self._begun)
        temporary = self._begun / f"{key}.{secrets.token_hex(4)}"
        try:
            write(temporary)
            temporary.rename(target)
            failpoint.here("file.renamed")
        except OSError:
            temporary.unlink(missing_ok=True)  # half a file would keep a full disk full
            raise
        _sync_folder(target.parent)
        return key

    def get(self, key: str) -> bytes:
        return self.path(key).read_bytes()

    def has(self, key: str) -> bool:
        return self.path(key).is_file()

    def remove(self, key: str) -> None:
        path = self.path(key)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync_folder(path.parent)

    def keys(self) -> Iterator[str]:
        for path in self._folder.glob("??/*"):
            if KEY_FORM.fullmatch(path.name):
                yield path.name

    def sweep(self) -> None:
        """Delete what was begun and never finished, since its writer died: nobody else would ever find it."""
        oldest = time.time() - UNFINISHED_SECONDS
        for path in self._begun.glob("*"):
            with suppress(FileNotFoundError):  # another process sweeps as well
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def check(self) -> None:
        nearest = next(path for path in (self._folder, *self._folder.absolute().parents) if path.exists())
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise StoreDown("the media folder cannot be written to")

    def keeps_first(self) -> bool:
        """Say yes: a folder's files are named after their bytes and never opened for writing again."""
        return True

    def path(self, key: str) -> Path:
        """Return where a key's bytes lie: the hash alone names the file."""
        return self._folder / placed(key)


def _made(folder: Path) -> None:
    """Make a folder that outlasts a power cut: its place in the one above is durable too."""
    if not folder.is_dir():
        _made(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _copy(source: Path, path: Path) -> None:
    with source.open("rb") as whole, path.open("xb") as file:
        shutil.copyfileobj(whole, file, PIECE)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
