"""What a message holds beside words and files: a place on the map, somebody's number, links under words. Pure."""

from collections.abc import Sequence
from typing import Any

from telegram import Contact, Location, Message, MessageEntity, Venue

from bot.telegram.shapes import Misshapen, number
from review.language.clean import clean_text
from review.port import Contents

LONGEST = 200
LONGEST_LINK = 2000


def contents_of(message: Message) -> Contents | None:
    """Return the place or the contact of a message, None for any other.

    A place is also said in words. A contact is somebody's personal data: it is kept beside the tip, never in its text.
    """
    if message.venue is not None:
        return _venue(message.venue)
    if message.location is not None:
        return _location(message.location)
    return _contact(message.contact) if message.contact is not None else None


def words_of(message: Message) -> str:
    """Return a message's words, cleaned; an address that hides under words stands behind them in brackets."""
    text = message.text or message.caption or ""
    links = [entity for entity in message.entities or message.caption_entities if entity.url]
    return clean_text(_with_links(text, links) if links else text)


def _venue(venue: Venue) -> Contents:
    point = _point(venue.location)
    named = [_line(venue.title), _line(venue.address)]
    where = ", ".join(filter(None, dict.fromkeys(named)))
    data = {**point, "title": named[0], "address": named[1]}
    return Contents("venue", f"{where} ({_said(point)})" if where else _said(point), data, where)


def _location(location: Location) -> Contents:
    point = _point(location)
    return Contents("location", _said(point), point)


def _contact(contact: Contact) -> Contents:
    name = " ".join(filter(None, (_line(contact.first_name), _line(contact.last_name or ""))))
    return Contents("contact", "", {"name": name, "phone": _line(contact.phone_number)})


def _point(location: Location) -> dict[str, Any]:
    return {"latitude": _degrees(location.latitude, 90), "longitude": _degrees(location.longitude, 180)}


def _said(point: dict[str, Any]) -> str:
    return f"{point['latitude']:.5f}, {point['longitude']:.5f}"


def _degrees(value: object, most: int) -> float:
    if not isinstance(value, int | float) or not -most <= value <= most:
        raise Misshapen
    return round(float(value), 6)


def _line(value: object) -> str:
    if not isinstance(value, str):
        raise Misshapen
    return " ".join(clean_text(value).split())[:LONGEST]


def _with_links(text: str, links: Sequence[MessageEntity]) -> str:
    """Put each address behind its words; Telegram counts in UTF-16 units (telegram.md R25)."""
    units = text.encode("utf-16-le", "surrogatepass")
    for link in sorted(links, key=lambda link: number(link.offset), reverse=True):
        begin, end = 2 * link.offset, 2 * (link.offset + number(link.length))
        words, address = units[begin:end].decode("utf-16-le", "replace"), _line(link.url)[:LONGEST_LINK]
        if address.startswith(("http://", "https://")) and words.strip() not in address:
            units = units[:end] + f" ({address})".encode("utf-16-le", "surrogatepass") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")
