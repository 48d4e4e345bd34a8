"""`tinbai compare`: how alike two texts or two photos are."""

import argparse
import codecs
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from review import settings
from review.likeness import photos, texts
from review.media import media_type
from review.photo_copy import copy_of

BYTE_ORDERS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MOST_BYTES = 100 * 1024 * 1024
SPOILT = 0.05  # of the characters that are no text: more of them, and it is some other file


class Unreadable(Exception):
    """A file is neither a text nor a photo, or is not to be had."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it came: the bytes of a photo, or a text."""

    name: str
    data: bytes
    text: str | None


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    description = "tell how alike two texts or two photos are"
    parser = commands.add_parser("compare", help=description, description=description)
    parser.add_argument("one", metavar="FILE", help="a text file (UTF-8) or a photo")
    parser.add_argument("other", metavar="FILE", help="another one of the same sort")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        score = _score(_given(options.one), _given(options.other))
    except Unreadable as error:
        print(f"tinbai: {error}", file=sys.stderr)
        return 1
    verdict = settings.load().similar.verdict(score)
    if options.json:
        print(json.dumps({"score": score, "verdict": verdict}))
    else:
        print(verdict if score is None else f"{verdict} {score:.2f}")
    return 0


def _score(one: Given, other: Given) -> float | None:
    if one.text is not None and other.text is not None:
        return texts.score(texts.read(one.text), texts.read(other.text))
    if one.text is not None or other.text is not None:
        raise Unreadable("a text and a photo cannot be compared")
    if one.data == other.data:
        return 1.0
    return photos.score(_sketch(one), _sketch(other))


def _sketch(photo: Given) -> photos.Sketch:
    """Return what is compared of a photo; it is decoded in a process with limits."""
    copy = copy_of(photo.data)
    if copy is None:
        raise Unreadable(f"{photo.name} cannot be read as a photo")
    return photos.sketch(copy.data)


def _given(name: str) -> Given:
    try:
        path = Path(name)
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"{name} is larger than {MOST_BYTES // 1024 // 1024} MB")
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # no such file, no right to read it, no name a file can have
        why = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise Unreadable(f"{name} cannot be read: {why}") from error
    return Given(name, data, None if media_type(data).startswith("image/") else _text(name, data))


def _text(name: str, data: bytes) -> str:
    coding = "utf-16" if data.startswith(BYTE_ORDERS) else "utf-8-sig"
    text = data.decode(coding, "replace")
    if text.count("\ufffd") + text.count("\0") > SPOILT * len(text):
        raise Unreadable(f"{name} is neither a text nor a photo")
    return text
