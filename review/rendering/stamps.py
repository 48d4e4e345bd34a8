"""The stamp of an article: the tip's own sending time, after publication the time of publication."""

from enum import StrEnum

from review.language.dates import modern_stamp, numeric_stamp, portal_stamp
from review.rendering.article import Article


class DateStyle(StrEnum):
    """How the desk's portal writes a moment (domain guide, section 15)."""

    PORTAL = "portal_stamp"
    MODERN = "modern"
    NUMERIC = "numeric"


WRITERS = {
    DateStyle.PORTAL: portal_stamp,
    DateStyle.MODERN: modern_stamp,
    DateStyle.NUMERIC: numeric_stamp,
}


def stamp(article: Article, style: DateStyle = DateStyle.PORTAL) -> str:
    """Return the article's stamp: `14 Tháng Sáu 2017 4:00:00 CH`."""
    return WRITERS[style](article.stamp_at)
