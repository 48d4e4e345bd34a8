"""A file that has arrived whole: looked at, stored, and joined to the tip it was sent for."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot.web import talking
from bot.web.pieces import Upload
from review.desk.visiting import Visit
from review.files import Stored
from review.media import OCTETS, media_type
from review.newsroom import Newsroom
from review.photo_copy import copy_of
from review.port import FileRef, Part
from review.rights import sweeping
from review.visits import DOOR, Visitor

HEAD = 8192  # bytes that tell the kind of a file
LARGEST_PHOTO = 50 * 1024 * 1024
KINDS = {"video": "video", "audio": "audio"}
PROGRAMS = frozenset({"application/x-msdownload", "application/x-executable", "application/x-mach-binary"})
PROGRAM_NAMES = (".exe", ".msi", ".bat", ".cmd", ".com", ".scr", ".apk", ".jar", ".js", ".vbs", ".ps1", ".sh", ".html")


class Refused(Exception):
    """A file the desk does not take; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file and what it is for a tip."""

    kind: str
    stored: Stored


def keep(newsroom: Newsroom, path: Path, name: str) -> Kept:
    """Store a file and, of a picture, the copy others see; blocks. Raises Refused, OSError as the store does."""
    with path.open("rb") as file:
        found, size = media_type(file.read(HEAD)), path.stat().st_size
    if found in PROGRAMS or (found == OCTETS and name.casefold().endswith(PROGRAM_NAMES)):
        raise Refused("not_this_kind")
    family = found.partition("/")[0]
    copy = copy_of(path.read_bytes()) if family == "image" and size <= LARGEST_PHOTO else None
    key = newsroom.media.put_file(path)
    if copy is None:
        return Kept(KINDS.get(family, "document"), Stored(key, found, size))
    copied = newsroom.media.put(copy.data)
    return Kept("photo", Stored(key, found, size, copied, copy.width, copy.height))


async def received(newsroom: Newsroom, who: Visitor, upload: Upload, kept: Kept) -> bool:
    """Join a stored file to its tip in one transaction; False where the rules refuse, which is told on the page."""
    ref, stored = f"upload:{upload.key}", kept.stored

    def do(desk: Visit) -> None:
        about = f"tip:{desk.my_tip(upload.about).id}" if upload.about else None
        if about is None:
            talking.to_form(desk)
        file = FileRef(kept.kind, ref, stored.original, stored.size, upload.name, stored.media_type)
        part = Part(DOOR, who.person.id, upload.number, kept.kind, desk.now, "", file)
        talking.message(desk, part, about=about)
        desk.keep_file(ref, stored)

    done = await talking.act(newsroom, who, do)
    if done.refused:
        await _take_back(newsroom, stored)
    return not done.refused


async def _take_back(newsroom: Newsroom, stored: Stored) -> None:
    """Leave no bytes behind that no tip names."""
    for key in filter(None, (stored.original, stored.copy_key)):
        await asyncio.to_thread(sweeping.remove, newsroom.database, newsroom.media, key)
