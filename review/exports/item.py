"""The news item: one version of a draft as it leaves the desk, the one object every way out is written from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session

from review import draft_view, network, tip_view
from review.language.clean import clean_text
from review.language.folding import fold
from review.media import MediaStore
from review.models import Draft
from review.rendering.article import Article, Photo
from review.settings import Settings
from review.workflow import DraftStatus

NAMED_BY = 6  # words of the title in the name of a file
LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A draft as others read it.

    `uri` names it for ever (a tag URI, RFC 4151), whatever its version; `sequence` is its place among the changes.
    """

    uri: str
    reference: str
    version: int
    status: DraftStatus
    article: Article
    unit: str
    publisher: str
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    published_url: str | None
    sequence: int = 0

    @property
    def stem(self) -> str:
        """Return the name of its files, in plain letters: the reference and the first words of the title."""
        words = [word for word in fold(self.article.title).split() if word.isascii()]
        return "-".join([self.reference, *words[:NAMED_BY]])

    @property
    def text(self) -> str:
        """Return standfirst and body as plain paragraphs."""
        return "\n\n".join(part for part in (self.article.standfirst, *self.article.body) if part)


@dataclass(frozen=True, slots=True)
class Files:
    """Where a way out finds the photos: `url` to name them, `data` to put them in; None for one that is not there."""

    url: Callable[[Photo], str | None]
    data: Callable[[Photo], bytes | None]


def read(session: Session, draft: Draft, *, settings: Settings) -> NewsItem:
    """Return a draft as it is now; a photo that arrived after the draft was made is found by its number."""
    view = draft_view.of(session, draft)
    tips = draft_view.tips_of(session, draft)
    arrived = dict(enumerate(tip_view.photos(session, tips), 1))
    unit = network.unit(session, tips[0].unit_id) if tips else None
    host = urlsplit(settings.base_url).hostname or "localhost"
    keys = {number: file.copy_key for number, file in arrived.items()}
    return NewsItem(
        uri=f"tag:{host},{draft.created_at:%Y-%m-%d}:{draft.reference}",
        reference=draft.reference,
        version=draft.version,
        status=draft.status,
        article=_printable(view.article, keys),
        unit=unit.name_full if unit else "",
        publisher=settings.organisation,
        created_at=draft.created_at,
        changed_at=draft.changed_at,
        published_at=draft.published_at,
        published_url=draft.published_url,
        sequence=draft.sequence,
    )


def photo_data(media: MediaStore) -> Callable[[Photo], bytes | None]:
    """Return what reads a photo's bytes from the store; None for one that has not arrived or is gone."""

    def data(photo: Photo) -> bytes | None:
        try:
            return media.get(photo.key) if photo.key else None
        except FileNotFoundError:
            return None

    return data


def photo_name(item: NewsItem, photo: Photo) -> str:
    """Return the name of a photo's file."""
    return f"{item.stem}-{photo.number}.jpg"


def _printable(article: Article, keys: dict[int, str | None]) -> Article:
    """Return the article without characters that no document may hold, each photo with its file."""
    photos = (
        replace(
            photo,
            key=photo.key or keys.get(photo.number),
            caption=clean_text(photo.caption),
            alt=clean_text(photo.alt),
            credit=clean_text(photo.credit),
        )
        for photo in article.photos
    )
    return replace(
        article,
        section=clean_text(article.section),
        title=clean_text(article.title),
        subtitle=clean_text(article.subtitle),
        standfirst=clean_text(article.standfirst),
        body=tuple(clean_text(paragraph) for paragraph in article.body),
        photos=tuple(photos),
        byline=clean_text(article.byline),
        source_line=clean_text(article.source_line),
        keywords=tuple(clean_text(keyword) for keyword in article.keywords),
    )
