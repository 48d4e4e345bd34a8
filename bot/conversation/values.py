"""How values that depend on the reader's language are named in a Reply, to be said when it is rendered."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from bot.conversation.incoming import Choice


def label(code: str, **values: Any) -> dict[str, Any]:
    """Name a label of the catalogue."""
    return {"label": code, "values": values}


def clock(at: datetime) -> dict[str, str]:
    """Name a moment, said as a time of day (and the day, where it is not today)."""
    return {"clock": at.isoformat()}


def day(on: date) -> dict[str, Any]:
    """Name a day, said with its weekday so that it can be checked."""
    return {"day": on.isoformat(), "is_short": False}


def short_day(on: date) -> dict[str, Any]:
    """Name a day in as few letters as a button has room for."""
    return {"day": on.isoformat(), "is_short": True}


def due(at: datetime | None) -> dict[str, str] | str:
    """Name a time to answer by; nothing where there is none."""
    return {"due": at.isoformat()} if at else ""


def lines(items: Iterable[Any]) -> list[Any]:
    """Name several values, said one below the other."""
    return list(items)


def listed(items: Iterable[Any]) -> dict[str, Any]:
    """Name several values, said one after the other with commas."""
    return {"listed": list(items)}


def button(code: str, name: str | None = None, **values: str) -> Choice:
    """Return a choice whose label stands in the catalogue as `button.<name>`, its own code where no name is given."""
    return Choice(code, f"button.{name or code.rsplit('.', 1)[-1]}", values)
