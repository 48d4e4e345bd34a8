"""A folder that holds drafts as files: one folder a draft, every file whole or not there, and how far it is pulled."""

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from review.exports.forms import FORMS
from review.exports.item import Files, NewsItem, photo_name

PLACE = ".tinbai-pull"  # holds the place in the order of changes up to which everything is here
UNFINISHED = ".part"


def place(folder: Path) -> int:
    """Return up to which change the folder is filled, 0 for one that was never filled."""
    try:
        return int((folder / PLACE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def keep_place(folder: Path, sequence: int) -> None:
    """Note up to which change the folder is filled."""
    _write(folder / PLACE, str(sequence).encode("ascii"))


def put(folder: Path, item: NewsItem, files: Files, extensions: Collection[str]) -> None:
    """Write a draft's forms and photos into a folder of its own, over those of an earlier version."""
    home = folder / item.reference
    home.mkdir(parents=True, exist_ok=True)
    before = {path for path in home.iterdir() if path.is_file()}
    beside = replace(files, url=lambda photo: photo_name(item, photo) if files.data(photo) is not None else None)
    written: set[Path] = set()
    for photo in item.article.photos:
        data = files.data(photo)
        if data is not None:
            written.add(_write(home / photo_name(item, photo), data))
    for extension in extensions:
        written.add(_write(home / f"{item.stem}.{extension}", FORMS[extension].write(item, beside)))
    for old in before - written:
        old.unlink()  # a title that changed names the files anew


def _write(path: Path, data: bytes) -> Path:
    """Put a file in its place whole, and only where it is not there already with the same bytes."""
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return path
    unfinished = path.with_name(path.name + UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return path
