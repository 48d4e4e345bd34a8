"""The bytes: a folder of immutable files named by their SHA-256. Knows no tip and no database.

Order of writing (promises 3.8): temporary file → fsync → rename → fsync of the folder; only then may a row name it.
"""

import hashlib
import os
import secrets
from pathlib import Path

import filetype

SAFE_INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})
OCTETS = "application/octet-stream"


class MediaStore:
    """A content-addressed store below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Store the bytes durably and return their key; the same bytes are stored once."""
        key = hashlib.sha256(data).hexdigest()
        target = self.path(key)
        if target.exists():
            return key
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{key}.{secrets.token_hex(4)}")
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(target)
        _sync_folder(target.parent)
        return key

    def get(self, key: str) -> bytes:
        """Return the bytes under a key; raises FileNotFoundError."""
        return self.path(key).read_bytes()

    def has(self, key: str) -> bool:
        return self.path(key).is_file()

    def path(self, key: str) -> Path:
        """Return where a key's bytes lie: the hash alone names the file."""
        if len(key) != hashlib.sha256().digest_size * 2 or not key.isalnum():
            raise FileNotFoundError(key[:8])
        return self._folder / key[:2] / key


def media_type(data: bytes) -> str:
    """Return the kind of file by its content; the name never decides."""
    guessed = filetype.guess_mime(data)
    return str(guessed) if guessed else OCTETS


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
