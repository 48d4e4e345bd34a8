"""ninjs, news in JSON of the IPTC: 3.1, and 1.6 in the shape that systems of that generation take in.

Their readers want times in UTC, ending in Z, without fractions; 1.6 knows no `guid` and no `authors`
(newsinjson, MIT, schemas of the two versions).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from review.exports import html
from review.exports.item import LANGUAGE, Files, NewsItem
from review.language.folding import count_words
from review.rendering.article import Photo
from review.workflow import DraftStatus

SCHEMAS = {
    "3.1": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
    "1.6": "http://www.iptc.org/std/ninjs/ninjs-schema_1.6.json",
}
STATUS: Mapping[DraftStatus, str] = {DraftStatus.UNPUBLISHED: "canceled", DraftStatus.DISCARDED: "canceled"}
Json = dict[str, Any]


def write(item: NewsItem, files: Files) -> bytes:
    """Return the item as ninjs 3.1."""
    return orjson.dumps(newest(item, files), option=orjson.OPT_INDENT_2)


def write_old(item: NewsItem, files: Files) -> bytes:
    """Return the item as ninjs 1.6."""
    return orjson.dumps(old(item, files), option=orjson.OPT_INDENT_2)


def newest(item: NewsItem, files: Files) -> Json:
    """Return the item as the values of ninjs 3.1."""
    article = item.article
    headlines = [{"role": "main", "value": article.title}, {"role": "subtitle", "value": article.subtitle}]
    values = _common(item, "3.1") | {
        "standard": _standard("3.1"),
        "representationType": "full",
        "firstCreated": utc(item.created_at),
        "versionCreated": utc(item.changed_at),
        "contentCreated": utc(article.stamp_at),
        "pubStatus": _status(item),
        "by": article.byline,
        "headlines": [headline for headline in headlines if headline["value"]],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": article.standfirst}],
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": _html(item, files), **_length(item)},
            {"role": "main", "contentType": "text/plain", "value": item.text, **_length(item)},
        ],
        "subjects": [{"name": name, "rel": rel} for name, rel in _subjects(item)],
        "genres": [{"name": article.genre}],
        "places": [{"name": item.unit}] if item.unit else [],
        "infoSources": [{"name": article.source_line, "role": "source"}] if article.source_line else [],
        "altIds": [{"role": "reference", "value": item.reference}],
        "associations": [_picture(photo, files, "3.1") | {"name": f"photo-{photo.number}"} for photo in article.photos],
    }
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def old(item: NewsItem, files: Files) -> Json:
    """Return the item as the values of ninjs 1.6."""
    article = item.article
    values = _common(item, "1.6") | {
        "$standard": _standard("1.6"),
        "representationtype": "complete",
        "firstcreated": utc(item.created_at),
        "versioncreated": utc(item.changed_at),
        "contentcreated": utc(article.stamp_at),
        "pubstatus": _status(item),
        "byline": article.byline,
        "headline": article.title,
        "description_text": article.standfirst,
        "body_html": _html(item, files),
        "body_text": item.text,
        "charcount": _length(item)["charCount"],
        "wordcount": _length(item)["wordCount"],
        "subject": [{"name": name, "rel": rel} for name, rel in _subjects(item)],
        "genre": [{"name": article.genre}],
        "place": [{"name": item.unit}] if item.unit else [],
        "infosource": [{"name": article.source_line}] if article.source_line else [],
        "altids": {"reference": item.reference},
        "associations": {f"photo-{photo.number}": _picture(photo, files, "1.6") for photo in article.photos},
    }
    return {name: value for name, value in values.items() if value not in ("", [], {}, None)}


def utc(at: datetime) -> str:
    """Return a moment as the readers of ninjs want it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _common(item: NewsItem, _version: str) -> Json:
    return {
        "uri": item.uri,
        "type": "text",
        "version": str(item.version),
        "language": LANGUAGE,
        "title": item.article.title,
        "slugline": item.reference,
        "copyrightHolder" if _version != "1.6" else "copyrightholder": item.publisher,
    }


def _picture(photo: Photo, files: Files, version: str) -> Json:
    """Return a photo as an item of its own."""
    url, shown = files.url(photo), " ".join(part for part in (photo.caption, photo.credit) if part)
    if version == "1.6":
        renditions: Any = {"main": {"href": url, "mimetype": "image/jpeg"}} if url else {}
        values: Json = {"description_text": photo.caption, "body_text": photo.alt, "byline": photo.credit}
    else:
        renditions = [{"name": "main", "href": url, "contentType": "image/jpeg"}] if url else []
        described = {"caption": photo.caption, "alt": photo.alt}
        said = [{"role": role, "value": text} for role, text in described.items() if text]
        values = {
            "by": photo.credit,
            "descriptions": said,
        }
    picture: Json = {"uri": url or f"urn:x-photo:{photo.number}", "type": "picture", "title": shown, **values}
    return {name: value for name, value in (picture | {"renditions": renditions}).items() if value}


def _standard(version: str) -> Json:
    return {"name": "ninjs", "version": version, "schema": SCHEMAS[version]}


def _status(item: NewsItem) -> str:
    return STATUS.get(item.status, "usable")


def _html(item: NewsItem, files: Files) -> str:
    return html.fragment(item.article, photo_url=files.url)


def _length(item: NewsItem) -> Json:
    return {"charCount": len(item.text), "wordCount": count_words(item.text)}


def _subjects(item: NewsItem) -> list[tuple[str, str]]:
    section = [(item.article.section, "section")] if item.article.section else []
    return section + [(keyword, "keyword") for keyword in item.article.keywords]
