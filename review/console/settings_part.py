"""What can be set on a tip beside its text and status, and the lines of its history about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from review import access, adjustments, checklists, network, readings
from review.access import Person, Right
from review.adjusting import OPEN
from review.adjustments import Adjusted
from review.clock import desk_date
from review.db import Session
from review.lists import ruled
from review.newsroom import Newsroom
from review.port import Entry, TipView
from review.readings import Opinion
from review.words import due_text
from review.workflow import Priority

WITH_LABELS = frozenset({"topic", "priority"})
ON_A_FORM = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Settable:
    """What the form offers and shows; `embargo` is a time at the desk as a form writes it."""

    may: bool
    topics: Sequence[Entry]
    priorities: tuple[str, ...]
    unit: str
    embargo: str
    vote: str  # the reader's own, while the tip is undecided
    may_choose_readers: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history: who set it, a rule being nobody, and the finished sentence."""

    at: datetime
    who: str
    door: str
    text: str


def settable(session: Session, view: TipView, newsroom: Newsroom, *, by: Person, now: datetime) -> Settable:
    """Return what a person may set on a tip, and how it stands."""
    zone = newsroom.rules.zone
    until = view.handling.embargo_until
    return Settable(
        may=view.status in OPEN and access.may(by, Right.ADJUST_TIP, sender_id=view.sender_id),
        topics=network.entries(session, "topic", desk_date(now, zone)),
        priorities=tuple(Priority),
        unit=view.unit_name,
        vote=readings.own(session, view.id, by) if view.handling.readings else "",
        may_choose_readers=access.may(by, Right.MANAGE_RULES),
        embargo=until.astimezone(zone).strftime(ON_A_FORM) if until else "",
    )


def lines(session: Session, tip_id: int, newsroom: Newsroom, *, locale: str, now: datetime) -> list[Line]:
    """Return what was set on a tip, and what its readers thought once it was decided, as its history says it."""
    set_on = [
        Line(each.at, each.who, "" if each.rule else each.door, _said(session, each, newsroom, locale, now))
        for each in adjustments.history(session, tip_id)
        if each.field != checklists.FIELD  # ticks stand beside what was ticked
    ]
    read = [
        Line(each.at, each.who, each.door, _thought(each, newsroom, locale))
        for each in readings.opinions(session, tip_id)
    ]
    return [*set_on, *read]


def _thought(opinion: Opinion, newsroom: Newsroom, locale: str) -> str:
    label = newsroom.words.label
    reason = f"reason.{opinion.reason}"
    because = f" ({label(reason, locale)})" if newsroom.words.has_label(reason) else ""
    return label("reading.opinion", locale, viec=label(f"past.{opinion.verb}", locale)) + because


def _said(session: Session, each: Adjusted, newsroom: Newsroom, locale: str, now: datetime) -> str:
    label = newsroom.words.label
    before, after = (_value(session, each.field, value, newsroom, locale, now) for value in (each.before, each.after))
    if each.field == adjustments.NOTIFIED:
        said = label("adjusted.notified", locale, ten=after)
    else:
        way = "changed" if before and after else "set" if after else "gone"
        field = label(f"adjusted.{each.field}", locale)
        values = {"set": {"sau": after}, "gone": {"truoc": before}, "changed": {"truoc": before, "sau": after}}[way]
        said = label(f"adjusted.way_{way}", locale, muc=field, **values)
    return label("adjusted.by_rule", locale, quy_tac=each.rule, viec=said) if each.rule else said


def _value(session: Session, field: str, value: str, newsroom: Newsroom, locale: str, now: datetime) -> str:
    """Say a code or id that was set; what nobody knows any more stands for itself."""
    words = newsroom.words
    if field == "embargo" and value:
        return due_text(datetime.fromisoformat(value), now, locale, zone=newsroom.rules.zone)
    if field == "unit" and (unit := network.unit(session, value)):
        return unit.name_short
    if field == adjustments.NOTIFIED:
        return ruled.names(session, [int(value or 0)]).get(int(value or 0)) or words.label("rule.gone", locale)
    kind = "topic" if field == "checklist" else field
    return words.label(f"{kind}.{value}", locale) if words.has_label(f"{kind}.{value}") else value
