"""Feeds of items, newest change first: Atom (RFC 4287) and JSON Feed 1.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from review.exports import html
from review.exports.environment import ENVIRONMENT
from review.exports.item import LANGUAGE, Files, NewsItem


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself; addresses are absolute."""

    title: str
    address: str
    home: str
    changed_at: datetime


def atom(feed: Feed, items: Sequence[NewsItem], files: Files) -> bytes:
    """Return an Atom feed in UTF-8."""
    entries = [(item, html.fragment(item.article, photo_url=files.url)) for item in items]
    return ENVIRONMENT.get_template("feed.xml").render(feed=feed, entries=entries, language=LANGUAGE).encode()


def json_feed(feed: Feed, items: Sequence[NewsItem], files: Files) -> bytes:
    """Return a JSON Feed."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": LANGUAGE,
        "items": [_entry(feed, item, files) for item in items],
    }
    return orjson.dumps(values)


def link(feed: Feed, item: NewsItem) -> str:
    """Return where an item is read: on the portal once it is there, else on the desk."""
    return item.published_url or f"{feed.home}/{item.reference}"


def _entry(feed: Feed, item: NewsItem, files: Files) -> dict[str, Any]:
    article = item.article
    values = {
        "id": item.uri,
        "url": link(feed, item),
        "title": article.title,
        "summary": article.standfirst,
        "content_html": html.fragment(article, photo_url=files.url),
        "date_published": article.stamp_at.isoformat(),
        "date_modified": item.changed_at.isoformat(),
        "authors": [{"name": article.byline}] if article.byline else [],
        "tags": [tag for tag in (article.section, *article.keywords) if tag],
        "language": LANGUAGE,
    }
    return {name: value for name, value in values.items() if value}
