"""Markdown (CommonMark) in the portal's order; every mark in a text is escaped, so that text stays text."""

import re
from collections.abc import Callable, Iterator

from review.exports.item import Files, NewsItem
from review.rendering.article import Article, Photo
from review.rendering.stamps import DateStyle, stamp

PhotoUrl = Callable[[Photo], str | None]
SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&!$^]")
# At the beginning of a line these begin a list, a heading's underline or a quotation.
LINE_START = re.compile(r"^(?:([-+=>])|(\d+)([.)])(?=\s|$))")
# What would break out of a link's target.
UNSAFE_IN_TARGET = re.compile(r"[\s<>()\\]")


def markdown(article: Article, *, photo_url: PhotoUrl | None = None, date_style: DateStyle = DateStyle.PORTAL) -> str:
    """Return the article as Markdown; without `photo_url` photos are their captions only."""
    return "\n\n".join(_blocks(article, photo_url, date_style)) + "\n"


def write(item: NewsItem, files: Files) -> bytes:
    """Return the item as UTF-8."""
    return markdown(item.article, photo_url=files.url).encode()


def escaped(text: str) -> str:
    """Return a text on one line that CommonMark reads as just this text."""
    line = SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return LINE_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", line)


def _blocks(article: Article, photo_url: PhotoUrl | None, date_style: DateStyle) -> Iterator[str]:
    yield escaped(" · ".join(part for part in (article.section, stamp(article, date_style)) if part))
    yield from (f"{mark} {escaped(text)}" for mark, text in (("#", article.title), ("##", article.subtitle)) if text)
    if article.standfirst:
        yield f"**{escaped(article.standfirst)}**"
    yield from (escaped(paragraph) for paragraph in article.body)
    for photo in article.photos:
        yield from _photo(photo, photo_url)
    if article.byline:
        yield f"**{escaped(article.byline)}**"
    if article.source_line:
        yield escaped(article.source_line)


def _photo(photo: Photo, photo_url: PhotoUrl | None) -> Iterator[str]:
    url = photo_url(photo) if photo_url else None
    if url:
        target = UNSAFE_IN_TARGET.sub(lambda match: f"%{ord(match[0]):02X}", url)
        yield f"![{escaped(photo.alt)}]({target})"
    yield escaped(f"{photo.caption} {photo.credit}")
