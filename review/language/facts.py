"""Who, what, where, when, how many, from which source: what a tip says, by rules (domain guide, sections 9 and 13)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from review.language import bodies, dates, people, personal, places
from review.language.amounts import amounts
from review.language.clean import clean
from review.language.events import event
from review.language.sources import documents, sources
from review.language.spans import Taken, longest

FIELDS = ("what", "where", "when", "who", "numbers", "source", "documents")
NEEDED = ("when", "where", "source")


@dataclass(frozen=True)
class Fact:
    """One fact at `whole[start:end]`; a date says from when to when, and whether the day must be asked."""

    text: str
    start: int
    end: int
    from_: date | None = None
    to: date | None = None
    is_vague: bool = False


@dataclass(frozen=True)
class Facts:
    """What a text says, each list in its order."""

    what: tuple[Fact, ...] = ()
    where: tuple[Fact, ...] = ()
    when: tuple[Fact, ...] = ()
    who: tuple[Fact, ...] = ()
    numbers: tuple[Fact, ...] = ()
    source: tuple[Fact, ...] = ()
    documents: tuple[Fact, ...] = ()


def find(text: str, sent_at: datetime) -> Facts:
    """Return the facts in a text; places are those of the cleaned text."""
    text = clean(text).text
    days = dates.resolve(text, sent_at)
    signs = list(documents(text))
    data = [one for one in personal.find(text) if one.code.startswith(("pii_", "landline"))]
    # A document's sign names nobody; a date, a sign or a telephone number is no amount; a home is no place of an event.
    no_names = Taken(signs)
    no_amounts = Taken([*((day.start, day.end) for day in days), *signs, *((one.start, one.end) for one in data)])
    names = Taken(bodies.bodies(text))
    homes = Taken((one.start, one.end) for one in data if "kind" not in one.detail)
    return Facts(
        what=_facts(text, event(text, names)),
        where=_facts(text, (span for span in places.places(text) if homes.is_free(*span))),
        when=tuple(Fact(day.text, day.start, day.end, day.from_, day.to, day.is_vague) for day in days),
        who=_facts(text, (span for span in _who(text) if no_names.is_free(*span))),
        numbers=_facts(text, amounts(text, no_amounts)),
        source=_facts(text, sources(text)),
        documents=_facts(text, signs),
    )


def missing(facts: Facts) -> tuple[str, ...]:
    """Return which of when, where and source a tip does not say; a date that only hints at the day is not enough."""
    said = {
        "when": any(not day.is_vague for day in facts.when),
        "where": bool(facts.where),
        "source": bool(facts.source),
    }
    return tuple(field for field in NEEDED if not said[field])


def _who(text: str) -> Iterator[tuple[int, int]]:
    yield from bodies.bodies(text)
    for person in people.named(text):
        yield person.start, person.end
    for start, end in people.bare_names(text):
        if people.is_official(text, start, end):
            yield start, end


def _facts(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Fact, ...]:
    """Keep the longest of what overlaps, in the text's order."""
    return tuple(Fact(text[start:end], start, end) for start, end in longest(spans))
