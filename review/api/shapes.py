"""The shapes that cross the API, as its OpenAPI document describes them."""

import base64
import binascii
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from review.errors import Invalid
from review.exports.item import NewsItem
from review.models import Draft
from review.workflow import DraftStatus


class BadCursor(Invalid):
    """Not a cursor that this API gave out."""


class DraftSummary(BaseModel):
    """A draft in a list; `version` counts its saves."""

    reference: str
    status: DraftStatus
    version: int
    title: str
    section: str
    genre: str
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    published_url: str | None

    @classmethod
    def of(cls, draft: Draft) -> "DraftSummary":
        return cls(**{name: getattr(draft, name) for name in cls.model_fields})


class DraftList(BaseModel):
    """Drafts in the order in which they last changed; ask again with `since` = `cursor` for what changes later."""

    drafts: list[DraftSummary]
    cursor: str = Field(description="Stands behind the last of these drafts; opaque.")
    has_more: bool


class PhotoDetail(BaseModel):
    number: int
    url: str | None = Field(description="Where to fetch it, with the same token; null while it has not arrived.")
    caption: str
    alt: str
    credit: str


class DraftDetail(BaseModel):
    """A draft with its article as plain text in named fields."""

    reference: str
    uri: str
    status: DraftStatus
    version: int
    section: str
    title: str
    subtitle: str
    standfirst: str
    body: list[str]
    photos: list[PhotoDetail]
    byline: str
    source_line: str
    keywords: list[str]
    genre: str
    unit: str
    event_date: date | None
    stamp_at: datetime
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    published_url: str | None
    open_places: list[str] = Field(description="The `[[…]]` somebody has yet to fill.")
    forms: dict[str, str] = Field(description="Where the draft can be had in each form.")


class Taken(BaseModel):
    """Which version was taken; the current one where none is named."""

    model_config = ConfigDict(extra="forbid")
    version: int | None = Field(default=None, ge=1)


class Published(BaseModel):
    """Where the article stands on the portal."""

    model_config = ConfigDict(extra="forbid")
    url: str = Field(max_length=2000)


def detail(item: NewsItem, urls: dict[int, str | None], forms: dict[str, str]) -> DraftDetail:
    """Return an item in the API's shape; `urls` holds each photo's address by its number."""
    article = item.article
    photos = [
        PhotoDetail(number=p.number, url=urls[p.number], caption=p.caption, alt=p.alt, credit=p.credit)
        for p in article.photos
    ]
    return DraftDetail(
        **{name: getattr(item, name) for name in ("reference", "uri", "status", "version", "unit", "created_at")},
        **{name: getattr(item, name) for name in ("changed_at", "published_at", "published_url")},
        **{name: getattr(article, name) for name in ("section", "title", "subtitle", "standfirst", "byline")},
        **{name: getattr(article, name) for name in ("source_line", "genre", "event_date", "stamp_at")},
        body=list(article.body),
        keywords=list(article.keywords),
        photos=photos,
        open_places=article.placeholders(),
        forms=forms,
    )


def cursor(sequence: int) -> str:
    """Return the cursor behind a place in the order of changes."""
    return base64.urlsafe_b64encode(f"1:{sequence}".encode()).decode().rstrip("=")


def place(given: str) -> int:
    """Return the place of a cursor, 0 for an empty one; raises BadCursor."""
    if not given:
        return 0
    try:
        kind, _, number = (
            base64.b64decode(given + "=" * (-len(given) % 4), b"-_", validate=True).decode().partition(":")
        )
        sequence = int(number)
    except (binascii.Error, ValueError):
        raise BadCursor("not a cursor of this API") from None
    if kind != "1" or not 0 <= sequence < 1 << 62:
        raise BadCursor("not a cursor of this API")
    return sequence
