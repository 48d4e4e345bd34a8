"""What a check found in an article, and how grave the newsroom takes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as having
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """A blocking finding keeps an article from being ready, a warning stands beside it."""

    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `field` is that of the editor's form, `place` the words in it, `values` fill the sentence.

    The sentence is the label `check.<code>`; a place is empty where the whole field is meant.
    """

    code: str
    field: str
    place: str = ""
    level: Level = Level.WARNING
    values: Mapping[str, str | int] = having(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit by its names, the days it holds (None: open), and what followed it."""

    full: str
    short: str
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    followers: tuple[str, ...] = ()

    def holds(self, on: date) -> bool:
        """Tell whether the unit is there on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Known:
    """What the newsroom knows beside the article.

    `length` is what is usual for the genre in chữ; `rights` are those told for photos, by key (None: nobody said);
    `same_title` are published articles of the same title.
    """

    length: tuple[int, int] | None = None
    units: tuple[UnitName, ...] = ()
    rights: Mapping[str, str | None] = having(default_factory=dict)
    same_title: tuple[str, ...] = ()
