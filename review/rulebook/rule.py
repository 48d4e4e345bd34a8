"""A rule: what has to be true of a tip, and what is set on it then. Kept as JSON in editions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from review.rulebook.phrases import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Conditions:
    """Everything that is said must be true; of words, topics and flags one is enough.

    `shortest` and `longest` count chữ; `sender` is a person's number. A rule without any other condition is for every
    tip only where it says so.
    """

    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    unit: str = ""
    sender: int | None = None
    shortest: int | None = None
    longest: int | None = None
    flags: tuple[str, ...] = ()
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Conditions()

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Conditions":
        """Read what was kept; what a later version added is passed over."""
        return cls(**_known(cls, kept))


@dataclass(frozen=True, slots=True)
class Effects:
    """What is set: codes, the topic whose checklist a tip gets, how many readers must agree, and who is told."""

    topic: str = ""
    priority: str = ""
    checklist: str = ""
    readings: int | None = None
    notify: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Effects()

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Effects":
        """Read what was kept; what a later version added is passed over."""
        return cls(**_known(cls, kept))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it now is; `edition` is the row it stands in, `phrases` its words made ready once."""

    number: int
    version: int
    edition: int
    name: str
    is_on: bool
    conditions: Conditions
    effects: Effects
    phrases: tuple[Phrase, ...] = ()


def rule(
    *, number: int, version: int, edition: int, name: str, is_on: bool, conditions: Conditions, effects: Effects
) -> Rule:
    """Return a rule whose words are ready to be looked for."""
    ready = tuple(phrase(words) for words in conditions.words)
    return Rule(number, version, edition, name, is_on, conditions, effects, ready)


def _known(kind: type[Conditions] | type[Effects], kept: Mapping[str, Any]) -> dict[str, Any]:
    names = kind.__dataclass_fields__
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in names}
