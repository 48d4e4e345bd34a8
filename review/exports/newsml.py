"""NewsML-G2 of the IPTC: one newsItem at core conformance, the text inline as XHTML, the photos as remote content."""

from review.exports import ninjs
from review.exports.environment import ENVIRONMENT
from review.exports.item import LANGUAGE, Files, NewsItem
from review.language.folding import count_words


def write(item: NewsItem, files: Files) -> bytes:
    """Return the item as XML in UTF-8."""
    values = {
        "item": item,
        "article": item.article,
        "language": LANGUAGE,
        "created": ninjs.utc(item.created_at),
        "changed": ninjs.utc(item.changed_at),
        "stamp": item.article.stamp_at.isoformat(),
        "status": ninjs.STATUS.get(item.status, "usable"),
        "words": count_words(item.text),
        "photos": [(photo, url) for photo in item.article.photos if (url := files.url(photo))],
    }
    return ENVIRONMENT.get_template("newsml.xml").render(values).encode()
