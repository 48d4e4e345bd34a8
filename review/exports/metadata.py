"""What a page says about itself to machines: Dublin Core by the portal's fields, and schema.org's NewsArticle.

Domain guide, section 12 (fields of Nghị định 42/2022/NĐ-CP as proposed); DCMI's expression in HTML; schema.org.
"""

from datetime import date
from typing import Any

import orjson

from review.exports.item import LANGUAGE, Files, NewsItem


def dublin_core(item: NewsItem) -> list[tuple[str, str]]:
    """Return (name, content) of each meta element that has a content."""
    article = item.article
    found = [
        ("DC.title", article.title),
        ("DC.title.alternative", article.subtitle),
        ("DC.description", article.standfirst),
        ("DC.creator", article.byline),
        ("DC.publisher", item.publisher),
        ("DC.source", article.source_line),
        ("DC.date", article.stamp_at.isoformat()),
        ("DC.date.modified", item.changed_at.isoformat()),
        ("DC.date.event", _day(article.event_date)),
        ("DC.subject", article.section),
        *(("DC.subject", keyword) for keyword in article.keywords),
        ("DC.coverage", item.unit),
        ("DC.type", article.genre),
        ("DC.identifier", item.published_url or item.uri),
        ("DC.language", LANGUAGE),
    ]
    return [(name, content) for name, content in found if content]


def json_ld(item: NewsItem, files: Files) -> str:
    """Return a NewsArticle as JSON that may stand inside a script element."""
    article = item.article
    images = [url for url in map(files.url, article.photos) if url]
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "alternativeHeadline": article.subtitle,
        "description": article.standfirst,
        "articleSection": article.section,
        "articleBody": item.text,
        "keywords": list(article.keywords),
        "author": {"@type": "Person", "name": article.byline} if article.byline else None,
        "publisher": {"@type": "GovernmentOrganization", "name": item.publisher},
        "datePublished": item.published_at.isoformat() if item.published_at else None,
        "dateModified": item.changed_at.isoformat(),
        "inLanguage": LANGUAGE,
        "identifier": item.uri,
        "url": item.published_url,
        "image": images,
        "contentLocation": {"@type": "Place", "name": item.unit} if item.unit else None,
    }
    kept = {name: value for name, value in values.items() if value not in ("", [], None)}
    return orjson.dumps(kept).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
