"""Sealing: a stream encrypted to a public key (age), so that the desk itself cannot open what it has put away."""

import io
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from review.backups.archive import BadArchive, CannotDo

SEALED = b"age-encryption.org/"
RATHER_LARGE = 1 << 20


class BadKey(CannotDo):
    """A key that cannot be used; the sentence says which and why."""


class _Drawn(io.RawIOBase):
    """A readable stream that draws its bytes from an iterator; keeps the error of the iterator as it was."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self._rest = memoryview(b"")
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # the only buffers that come
        while not self._rest:
            try:
                self._rest = memoryview(next(self._parts))
            except StopIteration:
                return 0
            except Exception as error:
                self.error = error
                raise
        number = min(len(buffer), len(self._rest))
        buffer[:number] = self._rest[:number]
        self._rest = self._rest[number:]
        return number


def recipient(key: str) -> "pyrage.x25519.Recipient":
    """Return a public key that can be sealed to; raises BadKey."""
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise BadKey("this is not a public key of age (age1…).") from error


def write(parts: Iterable[bytes], file: BinaryIO, to: str | None) -> None:
    """Write the bytes to a file, sealed to a public key, or in clear where there is none."""
    if to is None:
        file.writelines(parts)
        return
    drawn = _Drawn(parts)
    try:
        pyrage.encrypt_io(io.BufferedReader(drawn, RATHER_LARGE), file, [recipient(to)])
    except pyrage.EncryptError:
        if drawn.error is not None:
            raise drawn.error from None
        raise


@contextmanager
def opened(path: Path, identity: Path | None) -> Iterator[BinaryIO]:
    """Open a backup for reading, unsealed where it is sealed; raises BadArchive, BadKey or OSError.

    Nothing is written in clear: a thread unseals into a pipe that is read as it fills.
    """
    with path.open("rb") as file:
        is_sealed = file.read(len(SEALED)) == SEALED
        file.seek(0)
        if not is_sealed:
            yield file
            return
        if identity is None:
            raise BadKey("the backup is sealed: give the private key with --identity.")
        with _unsealed(file, _identities(identity)) as stream:
            yield stream


@contextmanager
def _unsealed(file: BinaryIO, identities: "list[pyrage.x25519.Identity]") -> Iterator[BinaryIO]:
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def unseal() -> None:
        try:
            with open(writing, "wb") as pipe:  # noqa: PTH123 - a descriptor, not a path
                pyrage.decrypt_io(file, pipe, identities)
        except (pyrage.DecryptError, OSError) as error:
            failed.append(error)

    thread = threading.Thread(target=unseal, name="unseal", daemon=True)
    thread.start()
    try:
        with open(reading, "rb") as stream:  # noqa: PTH123 - a descriptor, not a path
            yield stream
    except BadArchive as error:
        thread.join()
        if failed and not isinstance(failed[0], BrokenPipeError):
            raise BadArchive("the backup does not open with this key, is cut off, or was changed.") from error
        raise
    finally:
        thread.join()


def _identities(path: Path) -> "list[pyrage.x25519.Identity]":
    """Read the private keys of a file as age-keygen writes it."""
    try:
        lines = path.read_text(encoding="ascii").split("\n")
    except UnicodeDecodeError as error:
        raise BadKey("the key file holds no private key of age (AGE-SECRET-KEY-…).") from error
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError as error:
        raise BadKey("the key file holds no private key of age (AGE-SECRET-KEY-…).") from error
    if not found:
        raise BadKey("the key file holds no private key of age (AGE-SECRET-KEY-…).")
    return found
