"""The file a Telegram message brings, as a tip names it. Pure."""

from pathlib import PurePosixPath

from telegram import Message, PhotoSize

from bot.telegram.shapes import mark, size
from review.language.clean import clean_text
from review.port import FileRef

LONGEST_NAME, LONGEST_TYPE = 200, 100
# A GIF comes as an animation with a document beside it, so the document is asked last.
KINDS = ("animation", "video", "video_note", "voice", "audio", "document")
PICTURES = frozenset(f"image/{kind}" for kind in ("jpeg", "jpg", "pjpeg", "png", "webp", "heic", "heif", "tiff", "bmp"))
ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp"})


def file_of(message: Message) -> FileRef | None:
    """Return the file of a message, None where it has none; a photo sent as a file is a photo, and a better one."""
    if message.photo:
        return _photo(max(message.photo, key=lambda size: size.width * size.height))
    for kind in KINDS:
        found = getattr(message, kind)
        if found is not None:
            name = clean_text(getattr(found, "file_name", None) or "")[:LONGEST_NAME]
            media_type = clean_text(getattr(found, "mime_type", None) or "")[:LONGEST_TYPE]
            shown = "photo" if kind == "document" and is_picture(name, media_type) else kind
            return FileRef(
                shown, mark(found.file_id), mark(found.file_unique_id), size(found.file_size), name, media_type
            )
    return None


def is_picture(name: str, media_type: str) -> bool:
    """Tell whether a document says it is a photo; its bytes are looked at when they have come."""
    return media_type.casefold() in PICTURES or PurePosixPath(name.casefold()).suffix in ENDINGS


def _photo(best: PhotoSize) -> FileRef:
    ref, unique = mark(best.file_id), mark(best.file_unique_id)
    return FileRef("photo", ref, unique, size(best.file_size), width=size(best.width), height=size(best.height))
