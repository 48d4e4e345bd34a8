"""Saying a Reply in the reader's language: named values become words, choices become labelled buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.conversation.incoming import Choice, Reply
from review.words import Words, clock_time, day_text, due_text


@dataclass(frozen=True, slots=True)
class House:
    """What every message may name: the texts, the desk's zone and address, and the newsroom's own facts."""

    words: Words
    zone: ZoneInfo
    base_url: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice as a person sees it."""

    label: str
    code: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message ready for a door: its text and its buttons by row."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    asks_reply: bool = False


def spoken(reply: Reply, *, locale: str, now: datetime, house: House) -> Spoken:
    """Say a reply; raises WordsMissing or jinja2's UndefinedError where a text or a value of ours is missing."""
    said = {name: say(value, locale=locale, now=now, house=house) for name, value in reply.values.items()}
    text = house.words.message(reply.message, locale, **{**house.facts, **said})
    rows = tuple(tuple(_button(choice, locale, now, house) for choice in row) for row in reply.choices)
    return Spoken(text, rows, reply.asks_reply)


def say(value: Any, *, locale: str, now: datetime, house: House) -> str | int:
    """Say one value: a label, a time, several of them, or the value itself."""
    match value:
        case {"label": str(code), "values": dict(values)}:
            inner = {name: say(item, locale=locale, now=now, house=house) for name, item in values.items()}
            return house.words.label(code, locale, **inner)
        case {"clock": str(at)}:
            return _time(datetime.fromisoformat(at), now, locale, house)
        case {"due": str(at)}:
            return due_text(datetime.fromisoformat(at), now, locale, zone=house.zone)
        case {"day": str(on), "is_short": bool(is_short)}:
            return day_text(date.fromisoformat(on), locale, is_short=is_short)
        case {"link": str(path)}:
            return house.base_url + path
        case {"listed": list(items)}:
            return ", ".join(str(say(item, locale=locale, now=now, house=house)) for item in items)
        case {"joined": list(items)}:
            return "".join(str(say(item, locale=locale, now=now, house=house)) for item in items)
        case list(items):
            return "\n".join(str(say(item, locale=locale, now=now, house=house)) for item in items)
        case None | False:
            return ""
        case True:
            return 1
        case int() | str():
            return value
    raise TypeError(f"a value of the form {type(value).__name__} cannot be said")


def _time(at: datetime, now: datetime, locale: str, house: House) -> str:
    """Say a time of day; with the day where it is not today."""
    if at.astimezone(house.zone).date() == now.astimezone(house.zone).date():
        return clock_time(at, house.zone)
    return due_text(at, now, locale, zone=house.zone)


def _button(choice: Choice, locale: str, now: datetime, house: House) -> Button:
    if choice.literal:
        return Button(choice.literal, choice.code, choice.url)
    said = say({"label": choice.label, "values": dict(choice.values)}, locale=locale, now=now, house=house)
    return Button(str(said), choice.code, choice.url)
