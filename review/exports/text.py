"""Plain text in the portal's order, a blank line between parts, for whatever takes nothing else."""

from collections.abc import Iterator

from review.exports.item import Files, NewsItem
from review.rendering.article import Article
from review.rendering.stamps import stamp


def write(item: NewsItem, _files: Files) -> bytes:
    """Return the item as UTF-8; photos are their captions."""
    return ("\n\n".join(_parts(item.article)) + "\n").encode()


def _parts(article: Article) -> Iterator[str]:
    yield " · ".join(part for part in (article.section, stamp(article)) if part)
    yield from (part for part in (article.title, article.subtitle, article.standfirst, *article.body) if part)
    yield from (" ".join(part for part in (photo.caption, photo.credit) if part) for photo in article.photos)
    yield from (part for part in (article.byline, article.source_line) if part)
