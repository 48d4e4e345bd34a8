"""What Telegram never sends: a field of another type or size. PTB passes it on unseen, so it is asked at the border."""

from datetime import datetime

LARGEST = 1 << 63
FIRST_YEAR, LAST_YEAR = 2013, 2100


class Misshapen(Exception):
    """A field has a type or a size that Telegram never gives; the update is set aside."""


def number(value: object) -> int:
    """Return a number of a chat, person or message: whole, and of 64 bits."""
    if type(value) is not int or not -LARGEST <= value < LARGEST:
        raise Misshapen
    return value


def size(value: object) -> int | None:
    """Return a size or a length, None where none is given."""
    return None if value is None else number(value)


def mark(value: object) -> str:
    """Return an identifier of Telegram's own: plain characters."""
    if not isinstance(value, str) or not value.isascii() or not value.isprintable():
        raise Misshapen
    return value


def moment(value: object) -> datetime:
    """Return a time at which a bot can have got a message."""
    if not isinstance(value, datetime) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Misshapen
    return value
