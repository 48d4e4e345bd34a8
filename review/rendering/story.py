"""What a draft is made from: the tip as its correspondents sent it, without rows or messengers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoryMessage:
    """One message, in the order sent; `question` is the desk's question that it answers, if it answers one."""

    number: int
    text: str
    sent_at: datetime
    author: str | None = None
    question: str | None = None


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
