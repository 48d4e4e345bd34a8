"""How the pages say a rule: what it asks for, what it sets, and its fields as somebody would type them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from review import network
from review.console.pages import Page
from review.db import Session
from review.lists import ruled
from review.rulebook.form import Typed
from review.rulebook.rule import Rule

WORDS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A rule in words."""

    rule: Rule
    asks: tuple[str, ...]
    sets: tuple[str, ...]


def said(session: Session, rule: Rule, page: Page) -> Said:
    """Say a rule in the reader's language."""
    mentioned = [*rule.effects.notify, *([rule.conditions.sender] if rule.conditions.sender else [])]
    names = ruled.names(session, mentioned)
    unit = network.unit(session, rule.conditions.unit)
    asks = tuple(_asks(rule, page, names, unit.name_full if unit else rule.conditions.unit))
    return Said(rule, asks, tuple(_sets(rule, page, names)))


def typed(session: Session, rule: Rule) -> Typed:
    """Return a rule as its form shows it."""
    asked, wanted = rule.conditions, rule.effects
    unit = network.unit(session, asked.unit)
    sender = ruled.names(session, [asked.sender]).get(asked.sender, "") if asked.sender else ""
    return Typed(
        name=rule.name,
        words="\n".join(asked.words),
        topics=asked.topics,
        unit=unit.name_full if unit else "",
        sender=sender,
        shortest=str(asked.shortest or ""),
        longest=str(asked.longest or ""),
        flags=asked.flags,
        everything=asked.everything,
        topic=wanted.topic,
        priority=wanted.priority,
        checklist=wanted.checklist,
        readings=str(wanted.readings or ""),
        notify=tuple(map(str, wanted.notify)),
    )


def _asks(rule: Rule, page: Page, names: Mapping[int, str], unit: str) -> Iterator[str]:
    asked = rule.conditions
    if asked.everything:
        yield page.label("rule.asks_everything")
    if asked.words:
        more = len(asked.words) - WORDS_SHOWN
        words = ", ".join(asked.words[:WORDS_SHOWN])
        yield page.label("rule.asks_words", tu=words) + (page.label("rule.more", n=more) if more > 0 else "")
    if asked.topics:
        yield page.label("rule.asks_topic", chu_de=", ".join(_entry(page, "topic", code) for code in asked.topics))
    if asked.unit:
        yield page.label("rule.asks_unit", don_vi=unit)
    if asked.sender:
        yield page.label("rule.asks_sender", ten=names.get(asked.sender) or page.label("rule.gone"))
    if asked.shortest:
        yield page.label("rule.asks_shortest", n=asked.shortest)
    if asked.longest:
        yield page.label("rule.asks_longest", n=asked.longest)
    if asked.flags:
        yield page.label("rule.asks_flag", canh_bao=", ".join(_entry(page, "flag", code) for code in asked.flags))


def _sets(rule: Rule, page: Page, names: Mapping[int, str]) -> Iterator[str]:
    wanted = rule.effects
    if wanted.topic:
        yield page.label("rule.sets_topic", chu_de=_entry(page, "topic", wanted.topic))
    if wanted.priority:
        yield page.label("rule.sets_priority", muc=page.label(f"priority.{wanted.priority}"))
    if wanted.checklist:
        yield page.label("rule.sets_checklist", chu_de=_entry(page, "topic", wanted.checklist))
    if wanted.readings:
        yield page.label("rule.sets_readings", n=wanted.readings)
    if wanted.notify:
        told = (names.get(number) or page.label("rule.gone") for number in wanted.notify)
        yield page.label("rule.sets_notify", ten=", ".join(told))


def _entry(page: Page, kind: str, code: str) -> str:
    return page.label(f"{kind}.{code}") if page.has_label(f"{kind}.{code}") else code
