"""A rule as somebody typed it: read into conditions and effects, or refused with what is wrong with it."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from review.errors import BadRule
from review.language.clean import clean
from review.rulebook.phrases import phrase
from review.rulebook.rule import Conditions, Effects
from review.workflow import Priority

LONGEST_NAME, LONGEST_WORDS = 80, 60
MOST_WORDS, MOST_SYLLABLES, FEWEST_LETTERS = 100, 8, 2
LONGEST_TIP = 20_000  # chữ; more than a tip can hold
READINGS = (2, 3)
BETWEEN = re.compile(r"[\n,;]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form as they came."""

    name: str = ""
    words: str = ""
    topics: tuple[str, ...] = ()
    unit: str = ""
    sender: str = ""
    shortest: str = ""
    longest: str = ""
    flags: tuple[str, ...] = ()
    everything: bool = False
    topic: str = ""
    priority: str = ""
    checklist: str = ""
    readings: str = ""
    notify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form offers to choose from: codes of topics and flags, numbers of staff."""

    topics: Collection[str]
    flags: Collection[str]
    staff: Collection[int]


def name_of(typed: Typed) -> str:
    """Return the name of a rule; raises BadRule without one."""
    name = " ".join(clean(typed.name).text.split())
    if not name:
        raise BadRule(fault="no_name")
    if len(name) > LONGEST_NAME:
        raise BadRule(fault="long_name", n=str(LONGEST_NAME))
    return name


def conditions(typed: Typed, offered: Offered, *, unit: str, sender: int | None) -> Conditions:
    """Return what a rule asks for; `unit` and `sender` were looked up before. Raises BadRule."""
    asked = Conditions(
        words=_words(typed.words),
        topics=_chosen(typed.topics, offered.topics),
        unit=unit,
        sender=sender,
        shortest=_length(typed.shortest),
        longest=_length(typed.longest),
        flags=_chosen(typed.flags, offered.flags),
        everything=typed.everything,
    )
    if asked.is_empty:
        raise BadRule(fault="no_condition")
    if asked.shortest and asked.longest and asked.shortest > asked.longest:
        raise BadRule(fault="lengths")
    return asked


def effects(typed: Typed, offered: Offered) -> Effects:
    """Return what a rule sets; raises BadRule where that is nothing, or on no list."""
    wanted = Effects(
        topic=_one(typed.topic, offered.topics),
        priority=_one(typed.priority, set(Priority)),
        checklist=_one(typed.checklist, offered.topics),
        readings=int(_one(typed.readings, {str(n) for n in READINGS}) or 0) or None,
        notify=tuple(int(number) for number in _chosen(typed.notify, {str(number) for number in offered.staff})),
    )
    if wanted.is_empty:
        raise BadRule(fault="no_effect")
    return wanted


def _words(typed: str) -> tuple[str, ...]:
    """Read a list of words, one a line or between commas; nothing where the field is empty."""
    parts = [" ".join(part.split()) for part in BETWEEN.split(clean(typed).text)]
    words = tuple(dict.fromkeys(part for part in parts if phrase(part).bare))
    if typed.strip() and not words:
        raise BadRule(fault="no_words")
    if len(words) > MOST_WORDS:
        raise BadRule(fault="many_words", so=str(len(words)), n=str(MOST_WORDS))
    for each in words:
        if len(each) > LONGEST_WORDS or len(phrase(each).bare) > MOST_SYLLABLES:
            raise BadRule(fault="long_words", tu=each[:LONGEST_WORDS], n=str(MOST_SYLLABLES))
        if sum(map(len, phrase(each).bare)) < FEWEST_LETTERS:
            raise BadRule(fault="short_words", tu=each)
    return words


def _length(typed: str) -> int | None:
    value = typed.strip()
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 0 < int(value) <= LONGEST_TIP:
        raise BadRule(fault="length", n=str(LONGEST_TIP))
    return int(value)


def _one(value: str, known: Collection[str]) -> str:
    if value and value not in known:
        raise BadRule(fault="unknown")
    return value


def _chosen(values: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_one(value, known) for value in values if value))
