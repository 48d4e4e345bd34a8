"""What a card says of an earlier tip that is like its own."""

from datetime import datetime
from typing import Any

from bot.conversation.values import clock, label
from review.likeness.pair import Pair

UNITS = {"ward": "alike.ward", "commune": "alike.commune"}


def like(pair: Pair | None, now: datetime) -> Any:
    """Say how alike, which, how long ago and from where; nothing where there is none."""
    if pair is None:
        return ""
    place = label(UNITS.get(pair.unit_type, "alike.unit")) if pair.unit_type else ""
    how = label(f"alike.{pair.why}", n=str(pair.percent))
    return label("alike.line", muc=how, ma=pair.reference, khi=_when(pair.came_at, now), noi=place)


def _when(at: datetime, now: datetime) -> Any:
    """Say how many days ago, or the hour where it is less than two."""
    days = (now - at).days
    return label("alike.days", n=str(days)) if days > 1 else clock(at)
