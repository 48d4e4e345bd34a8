"""Files on their way into a message: uploads, known file ids, albums; and the shape of a picture by its own bytes."""

import struct
from collections.abc import Mapping
from typing import Any

from bot.rehearsal import sentences
from bot.rehearsal.upload import Upload
from bot.rehearsal.world import Json, World

Uploads = Mapping[str, Upload]
LARGEST_UPLOAD, LARGEST_PHOTO = 50 * 1024 * 1024, 10 * 1024 * 1024  # R73
LARGEST_DOWNLOAD = 20 * 1024 * 1024  # R70
USUAL_SHAPE = (1280, 960)
PNG_HEAD, JPEG_HEAD = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
LONELY = frozenset({"document", "audio"})  # kinds an album has of one kind only
IN_ALBUMS = frozenset({"photo", "video", "document", "audio"})
RIGHTS = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "voice": "voice notes",
    "audio": "audios",
}


def shown(world: World, kind: str, given: object, uploads: Uploads) -> Json:
    """Return a message's file: an upload (`attach://name`, or the field itself) or a file_id known before."""
    name = str(given or kind).removeprefix("attach://")
    upload = uploads.get(name) or uploads.get(kind)
    if upload is None and not given:
        raise sentences.FILE_MISSING.get(kind, sentences.FILE_MISSING["media"]).refusal()
    if upload is None and name not in world.files:
        raise sentences.FILE_WRONG.refusal()
    content = upload.content if upload else world.files[name].content
    _check_size(kind, content)
    if kind == "photo":
        return {"photo": world.photo(content, *shape(content))}
    file_id, unique = world.keep_file(content, f"{kind}s", "")
    found: Json = {"file_id": file_id, "file_unique_id": unique, "file_size": len(content), **_described(kind)}
    if upload:
        found |= {"file_name": upload.name, "mime_type": upload.media_type}
    return {kind: found}


def album(items: object) -> list[Json]:
    """Return the parts of an album; raises where they cannot be one (R51, R61)."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise sentences.CANT_PARSE_JSON.refusal(what="media")
    if len(items) < 2:  # noqa: PLR2004 - the Bot API's own bounds
        raise sentences.ALBUM_EMPTY.refusal()
    if len(items) > 10:  # noqa: PLR2004 - the same
        raise sentences.ALBUM_TOO_LONG.refusal()
    kinds = {str(item.get("type")) for item in items}
    if not kinds <= IN_ALBUMS or (kinds & LONELY and len(kinds) > 1):
        raise sentences.ALBUM_TYPE.refusal()
    return items


def shape(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG, the usual ones of anything else."""
    try:
        if content.startswith(PNG_HEAD):
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        if content.startswith(JPEG_HEAD):
            return _jpeg_shape(content)
    except (struct.error, IndexError):
        pass
    return USUAL_SHAPE


def _jpeg_shape(content: bytes) -> tuple[int, int]:
    """Walk the segments to the frame, which states the size."""
    at = 2
    while content[at] == 0xFF:  # noqa: PLR2004 - a segment's first byte
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return USUAL_SHAPE


def _check_size(kind: str, content: bytes) -> None:
    if not content:
        raise sentences.FILE_EMPTY.refusal()
    if len(content) > (LARGEST_PHOTO if kind == "photo" else LARGEST_UPLOAD):
        raise sentences.TOO_LARGE.refusal()


def _described(kind: str) -> dict[str, Any]:
    """Return the fields a kind always has."""
    if kind in {"voice", "audio"}:
        return {"duration": 3}
    if kind in {"video", "animation"}:
        return {"duration": 3, "width": 1280, "height": 720}
    return {"duration": 3, "length": 240} if kind == "video_note" else {}
