"""HTML in the portal's form: section · stamp, title, bold standfirst, body, photos, byline, source line last."""

from collections.abc import Callable

from review.exports import metadata
from review.exports.environment import ENVIRONMENT
from review.exports.item import Files, NewsItem
from review.rendering.article import Article, Photo
from review.rendering.stamps import DateStyle, stamp

PhotoUrl = Callable[[Photo], str | None]


def fragment(article: Article, *, photo_url: PhotoUrl) -> str:
    """Return the item itself, to be pasted into a portal; `photo_url` returns None for a photo not there yet."""
    return ENVIRONMENT.get_template("fragment.html").render(_context(article, photo_url, DateStyle.PORTAL))


def preview(article: Article, *, photo_url: PhotoUrl, date_style: DateStyle = DateStyle.PORTAL) -> str:
    """Return the item as the portal shows it, with its section and stamp above."""
    return ENVIRONMENT.get_template("preview.html").render(_context(article, photo_url, date_style))


def write(item: NewsItem, files: Files) -> bytes:
    """Return the item as a page of its own with its metadata: Dublin Core and schema.org's NewsArticle."""
    described = {"item": item, "metadata": metadata.dublin_core(item), "linked": metadata.json_ld(item, files)}
    context = _context(item.article, files.url, DateStyle.PORTAL) | described
    return ENVIRONMENT.get_template("document.html").render(context).encode()


def _context(article: Article, photo_url: PhotoUrl, date_style: DateStyle) -> dict[str, object]:
    return {
        "article": article,
        "photos": [(photo, photo_url(photo)) for photo in article.photos],
        "stamp": stamp(article, date_style),
        "moment": article.stamp_at.isoformat(),
    }
