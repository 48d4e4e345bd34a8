"""The article: plain text in named fields, the one object every way out is made from."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

PLACEHOLDER = re.compile(r"\[\[[^\[\]]*\]\]")


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo as printed; `key` names the file, None where it has not arrived."""

    number: int
    key: str | None
    caption: str
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class Article:
    """One version of a draft. `stamp_at` is the tip's own sending time until the article is published."""

    section: str
    title: str
    subtitle: str
    standfirst: str
    body: tuple[str, ...]
    photos: tuple[Photo, ...]
    byline: str
    source_line: str
    keywords: tuple[str, ...]
    genre: str
    event_date: date | None
    stamp_at: datetime

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return (name, text) of every text, in the order the portal shows them."""
        return (
            ("section", self.section),
            ("title", self.title),
            ("subtitle", self.subtitle),
            ("standfirst", self.standfirst),
            ("body", "\n\n".join(self.body)),
            *((f"photo-{photo.number}", _shown(photo)) for photo in self.photos),
            ("byline", self.byline),
            ("source_line", self.source_line),
            ("keywords", ", ".join(self.keywords)),
        )

    def placeholders(self) -> list[str]:
        """Return the open `[[…]]` in reading order; an article that has any cannot be published."""
        return [found for _, text in self.fields() for found in PLACEHOLDER.findall(text)]

    def published(self, at: datetime) -> "Article":
        """Return the article as published: the stamp becomes the time of publication."""
        return replace(self, stamp_at=at)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` gives the same article back."""
        event_date = self.event_date.isoformat() if self.event_date else None
        return asdict(self) | {
            "body": list(self.body),
            "photos": [asdict(photo) for photo in self.photos],
            "keywords": list(self.keywords),
            "event_date": event_date,
            "stamp_at": self.stamp_at.isoformat(),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Article":
        """Return the article that `as_json` wrote."""
        event_date = values["event_date"]
        return cls(
            **{
                **values,
                "body": tuple(values["body"]),
                "photos": tuple(Photo(**photo) for photo in values["photos"]),
                "keywords": tuple(values["keywords"]),
                "event_date": date.fromisoformat(event_date) if event_date else None,
                "stamp_at": datetime.fromisoformat(values["stamp_at"]),
            }
        )


def _shown(photo: Photo) -> str:
    return "\n".join(text for text in (photo.caption, photo.credit, photo.alt) if text)
