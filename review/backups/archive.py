"""The archive: a plain tar of few kinds of members, written and read as a stream, never unpacked by its names.

    about.json                      first: what must be known before reading on
    rows/<number>-<table>/<portion>.jsonl.gz
    media/<SHA-256>
    manifest.json                   last: what the archive must hold

Whatever else a tar may hold (links, folders, absolute paths, `..`) is refused before a byte of it is used.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

ABOUT, MANIFEST = "about.json", "manifest.json"
NAME = re.compile(
    r"about\.json|manifest\.json|rows/\d{3}-(?P<table>[a-z_]{1,60})/\d{6}\.jsonl\.gz|media/(?P<key>[0-9a-f]{64})"
)
BLOCK = 512
END = bytes(2 * BLOCK)
LARGEST = 2 << 30  # what a Bot API server of one's own hands out at most
LARGEST_PORTION = 64 << 20  # unpacked; ours are a few megabytes


class CannotDo(Exception):
    """A backup cannot be made, read or restored; the sentence says why, for people."""


class BadArchive(CannotDo):
    """This is no backup of ours, or it is cut off, damaged or locked; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `table` or `key` where it holds rows or the bytes of a medium."""

    name: str
    data: bytes
    table: str = ""
    key: str = ""


def packed(name: str, data: bytes, *, at: float) -> Iterator[bytes]:
    """Return the bytes of one member: header, contents, padding."""
    header = tarfile.TarInfo(name)
    header.size, header.mtime, header.mode = len(data), int(at), 0o600
    yield header.tobuf(tarfile.USTAR_FORMAT)
    yield data
    yield bytes(-len(data) % BLOCK)


def members(stream: BinaryIO) -> Iterator[Member]:
    """Return the members of an archive in order; raises BadArchive."""
    while (header := _next_header(stream)) is not None:
        named = NAME.fullmatch(header.name)
        if named is None or header.type != tarfile.REGTYPE or header.linkname:
            raise BadArchive("the archive holds something that no backup has (a link, a folder or a foreign path).")
        if header.size > LARGEST:
            raise BadArchive(f"{header.name} is larger than any backup's.")
        data = _exactly(stream, header.size)
        _exactly(stream, -header.size % BLOCK)
        yield Member(header.name, data, named["table"] or "", named["key"] or "")


def squeezed(data: bytes) -> bytes:
    """Compress a portion of rows."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def unsqueezed(member: Member) -> bytes:
    """Return a portion of rows; raises BadArchive for one that is damaged or swells beyond all measure."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        data = unpacking.decompress(member.data, LARGEST_PORTION)
    except zlib.error as error:
        raise BadArchive(f"{member.name} is damaged.") from error
    if not unpacking.eof:
        raise BadArchive(f"{member.name} is damaged or too large.")
    return data


def _next_header(stream: BinaryIO) -> tarfile.TarInfo | None:
    block = _exactly(stream, BLOCK)
    if not any(block):
        return None
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError) as error:
        raise BadArchive("this is not a backup, or it is damaged.") from error


def _exactly(stream: BinaryIO, number: int) -> bytes:
    data = stream.read(number)
    if len(data) != number:
        raise BadArchive("the archive is cut off.")
    return data
