"""What a draft is made from: the tip as its correspondents sent it, without rows or messengers."""

from dataclasses import dataclass, replace
from datetime import datetime

from review.language.clean import clean


@dataclass(frozen=True, slots=True)
class StoryMessage:
    """One message, in the order sent; `question` is the desk's question that it answers, if it answers one.

    `has_consent`: its sender says that those whose private data it holds agreed.
    """

    number: int
    text: str
    sent_at: datetime
    author: str | None = None
    question: str | None = None
    has_consent: bool = False


@dataclass(frozen=True, slots=True)
class StoryPhoto:
    """One photo, numbered from 1; `is_own` is None while nobody has asked who took it."""

    number: int
    key: str | None = None
    caption: str = ""
    alt: str = ""
    credit: str = ""
    is_own: bool | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything a draft may use. Words given by one tap (`event_when`, `source_detail`, …) count like the text."""

    reference: str
    genre: str
    section: str
    topic: str
    messages: tuple[StoryMessage, ...]
    photos: tuple[StoryPhoto, ...]
    sent_at: datetime
    unit_full: str = ""
    unit_short: str = ""
    authors: tuple[str, ...] = ()
    source_type: str | None = None
    source_detail: str = ""
    event_when: str = ""
    event_where: str = ""

    def cleaned(self) -> "Story":
        """Return the story with its short texts cleaned; a message's own text is cleaned where its lines are read."""
        return replace(
            self,
            section=_line(self.section),
            unit_full=_line(self.unit_full),
            unit_short=_line(self.unit_short),
            authors=tuple(map(_line, self.authors)),
            messages=tuple(
                replace(message, author=_line(message.author or ""), question=_line(message.question or ""))
                for message in self.messages
            ),
            source_detail=_line(self.source_detail),
            event_when=_line(self.event_when),
            event_where=_line(self.event_where),
            photos=tuple(
                replace(photo, caption=_line(photo.caption), alt=_line(photo.alt), credit=_line(photo.credit))
                for photo in self.photos
            ),
        )


def _line(text: str) -> str:
    return " ".join(clean(text).text.split())
