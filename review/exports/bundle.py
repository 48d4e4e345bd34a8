"""ZIP: every form of an item, its photos under telling names, and a manifest with the SHA-256 of each file."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

import orjson

from review.exports import ninjs
from review.exports.forms import FORMS
from review.exports.item import Files, NewsItem, photo_name

MADE = (1980, 1, 1, 0, 0, 0)  # a ZIP's earliest time: the same item gives the same bytes
INSIDE = ("html", "md", "txt", "docx", "json", "xml")


def write(item: NewsItem, files: Files) -> bytes:
    """Return the archive; in it the forms name the photos beside them."""
    beside = Files(lambda photo: photo_name(item, photo) if files.data(photo) is not None else None, files.data)
    written, packed = io.BytesIO(), []
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(item, beside):
            archive.writestr(zipfile.ZipInfo(name, MADE), data, zipfile.ZIP_DEFLATED)
            packed.append({"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        archive.writestr(zipfile.ZipInfo("manifest.json", MADE), _manifest(item, packed), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _files(item: NewsItem, files: Files) -> Iterator[tuple[str, bytes]]:
    for extension in INSIDE:
        yield f"{item.stem}.{extension}", FORMS[extension].write(item, files)
    for photo in item.article.photos:
        data = files.data(photo)
        if data is not None:
            yield photo_name(item, photo), data


def _manifest(item: NewsItem, packed: list[dict[str, object]]) -> bytes:
    about = {
        "reference": item.reference,
        "version": item.version,
        "uri": item.uri,
        "title": item.article.title,
        "changed": ninjs.utc(item.changed_at),
        "files": packed,
    }
    return orjson.dumps(about, option=orjson.OPT_INDENT_2)
