"""Whether a rule fits a tip, and what several that fit set together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from review.language.folding import count_words
from review.rulebook.phrases import Read, holds, read
from review.rulebook.rule import Rule
from review.workflow import Priority

MOST_READ = 10_000  # characters of a tip: rules are looked at while others wait
ORDER = (Priority.LOW, Priority.HIGH, Priority.URGENT)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at in a tip."""

    text: Read
    length: int
    topic: str | None
    unit: str | None
    sender: int
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody is to be told of a tip because of a rule."""

    person: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """What rules set on a tip: for each field its value and the rule, and who is told."""

    fields: Mapping[str, tuple[Any, Rule]]
    told: tuple[Told, ...]


def facts(text: str, *, topic: str | None, unit: str | None, sender: int, flags: Iterable[Mapping[str, Any]]) -> Facts:
    """Return what rules look at, read once for all of them."""
    codes = frozenset(str(flag.get("code", "")) for flag in flags)
    return Facts(read(text[:MOST_READ]), count_words(text), topic, unit, sender, codes)


def matches(rule: Rule, facts: Facts) -> bool:
    """Tell whether everything the rule asks for is true of a tip; a rule that asks for nothing fits none."""
    asked = rule.conditions
    if asked.is_empty:
        return False
    return (
        (not asked.topics or facts.topic in asked.topics)
        and (not asked.unit or facts.unit == asked.unit)
        and (asked.sender is None or facts.sender == asked.sender)
        and (asked.shortest is None or facts.length >= asked.shortest)
        and (asked.longest is None or facts.length <= asked.longest)
        and (not asked.flags or not facts.flags.isdisjoint(asked.flags))
        and (not rule.phrases or any(holds(facts.text, phrase) for phrase in rule.phrases))
    )


def outcome(rules: Iterable[Rule], facts: Facts) -> Outcome:
    """Return what the rules that fit set together.

    The first rule names topic and checklist, the gravest priority counts, the most readers, and everybody is told once.
    """
    fields: dict[str, tuple[Any, Rule]] = {}
    told: dict[int, Told] = {}
    for rule in rules:
        if matches(rule, facts):
            _add(fields, rule)
            for person in rule.effects.notify:
                told.setdefault(person, Told(person, rule))
    return Outcome(fields, tuple(told.values()))


def _add(fields: dict[str, tuple[Any, Rule]], rule: Rule) -> None:
    effects = rule.effects
    for field, value in (("topic", effects.topic), ("checklist", effects.checklist)):
        if value:
            fields.setdefault(field, (value, rule))
    if effects.priority and _weight(effects.priority) > _weight(fields.get("priority", ("",))[0]):
        fields["priority"] = (effects.priority, rule)
    if effects.readings and effects.readings > fields.get("readings", (1,))[0]:
        fields["readings"] = (effects.readings, rule)


def _weight(priority: str) -> int:
    """Return how grave a priority is; one that is set at all counts more than none."""
    return ORDER.index(Priority(priority)) + 1 if priority in set(Priority) else 0
