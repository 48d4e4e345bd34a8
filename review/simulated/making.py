"""What the makers of a made-up past share: where rows go, who is there, and which numbers come next."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, SQLModel

from review.settings import DeskRules
from review.simulated.bulk import Bulk, next_number
from review.simulated.crowd import Crowd, Somebody
from review.simulated.fates import Fate
from review.simulated.journal import Journal
from review.simulated.wording import Saying, Wording

KEPT = timedelta(days=7)  # how long raw updates stay (promises 8)


@dataclass(frozen=True, slots=True)
class SamplePhoto:
    """A photo that lies in the media store under its SHA-256."""

    key: str
    media_type: str
    size: int
    width: int
    height: int


@dataclass(slots=True)
class Numbers:
    """The next number of each table whose rows are referred to."""

    following: dict[type[SQLModel], int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, models: Sequence[type[SQLModel]]) -> "Numbers":
        return cls({model: next_number(session, model) for model in models})

    def take(self, model: type[SQLModel]) -> int:
        number = self.following[model]
        self.following[model] = number + 1
        return number


@dataclass(slots=True)
class Making:
    """Everything a maker needs beside the tip itself."""

    bulk: Bulk
    journal: Journal
    numbers: Numbers
    crowd: Crowd
    wording: Wording
    rules: DeskRules
    chance: random.Random
    sections: Mapping[str, str]
    photos: Sequence[SamplePhoto]
    now: datetime

    def is_recent(self, at: datetime) -> bool:
        """Tell whether the raw update of that moment is still kept."""
        return at > self.now - KEPT


@dataclass(frozen=True, slots=True)
class MadeTip:
    """A tip while its rows are made."""

    id: int
    reference: str
    sender: Somebody
    saying: Saying
    received_at: datetime
    fate: Fate
    photos: int
    duplicate_of: int | None = None
    original: str = ""

    @property
    def subject(self) -> str:
        return f"tip:{self.id}"

    @property
    def text(self) -> str:
        return self.saying.told(self.id)
