"""HTML in the portal's form: section · stamp, title, bold standfirst, body, photos, byline, source line last."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from review.language.typography import no_break
from review.rendering.article import PLACEHOLDER, Article, Photo
from review.rendering.stamps import DateStyle, stamp

PhotoUrl = Callable[[Photo], str | None]
OPEN = re.compile(f"({PLACEHOLDER.pattern})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or one open `[[…]]`."""

    text: str
    is_open: bool


def fragment(article: Article, *, photo_url: PhotoUrl) -> str:
    """Return the item itself, to be pasted into a portal; `photo_url` returns None for a photo not there yet."""
    return ENVIRONMENT.get_template("fragment.html").render(_context(article, photo_url, DateStyle.PORTAL))


def preview(article: Article, *, photo_url: PhotoUrl, date_style: DateStyle = DateStyle.PORTAL) -> str:
    """Return the item as the portal shows it, with its section and stamp above."""
    return ENVIRONMENT.get_template("preview.html").render(_context(article, photo_url, date_style))


def page(article: Article, *, photo_url: PhotoUrl, date_style: DateStyle = DateStyle.PORTAL) -> str:
    """Return the preview as a document of its own, for downloading."""
    return ENVIRONMENT.get_template("page.html").render(_context(article, photo_url, date_style))


def _context(article: Article, photo_url: PhotoUrl, date_style: DateStyle) -> dict[str, object]:
    return {
        "article": article,
        "photos": [(photo, photo_url(photo)) for photo in article.photos],
        "stamp": stamp(article, date_style),
        "moment": article.stamp_at.isoformat(),
    }


def _pieces(text: str) -> list[Piece]:
    """Return the text in runs, so that open placeholders can be marked; no-break spaces come in here only."""
    return [
        Piece(piece if PLACEHOLDER.fullmatch(piece) else no_break(piece), bool(PLACEHOLDER.fullmatch(piece)))
        for piece in OPEN.split(text)
        if piece
    ]


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=PackageLoader("templates", "exports"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["pieces"] = _pieces
    return environment


ENVIRONMENT = _environment()
