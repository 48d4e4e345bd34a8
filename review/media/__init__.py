"""The bytes: immutable files named by their SHA-256, in a folder or in a bucket. Knows no tip and no database.

Every failure of a store is an OSError: FileNotFoundError where a key has no bytes, StoreDown where the store does not
answer. Whoever keeps or shows bytes waits for a store that is down; nothing is given up because of it.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import filetype

SAFE_INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})
OCTETS = "application/octet-stream"
KEY_FORM = re.compile(r"[0-9a-f]{64}")


class StoreDown(OSError):
    """The store does not answer, or refuses for a reason that is not about one key."""


class MediaStore(Protocol):
    """Where bytes lie; all calls block, so they are made off the loop."""

    def put(self, data: bytes) -> str:
        """Store the bytes durably and return their key; the same bytes are stored once."""

    def put_file(self, path: Path) -> str:
        """Store what a file of this machine holds, however large, and return its key; the file stays."""

    def get(self, key: str) -> bytes:
        """Return the bytes under a key; raises FileNotFoundError."""

    def has(self, key: str) -> bool: ...

    def remove(self, key: str) -> None:
        """Take the bytes away; a key that has none is no error."""

    def keys(self) -> Iterator[str]:
        """Return every key, in no order that is promised."""

    def check(self) -> None:
        """Return when the store answers and may be written to; raises OSError."""

    def keeps_first(self) -> bool:
        """Tell, by writing a probe twice, whether what was written first stays when it is written again."""


def key_of(data: bytes) -> str:
    """Return the name of bytes: their SHA-256."""
    return hashlib.sha256(data).hexdigest()


def key_of_file(path: Path) -> str:
    """Return the name of what a file holds, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def placed(key: str) -> str:
    """Return where a key lies below a store's root; raises FileNotFoundError for what is no key."""
    if not KEY_FORM.fullmatch(key):
        raise FileNotFoundError(key[:8])
    return f"{key[:2]}/{key}"


def media_type(data: bytes) -> str:
    """Return the kind of file by its content; the name never decides."""
    guessed = filetype.guess_mime(data)
    return str(guessed) if guessed else OCTETS
