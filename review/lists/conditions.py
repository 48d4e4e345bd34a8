"""A filter of the queue as conditions in SQL."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlmodel import col

from review.access import Person
from review.lists.choosing import Age, Chosen, Mark, View
from review.models import Attachment, Decision, Tip
from review.workflow import TipStatus, Verb

SPANS: Mapping[Age, timedelta] = {
    Age.HOUR: timedelta(hours=1),
    Age.DAY: timedelta(days=1),
    Age.WEEK: timedelta(days=7),
}
PRIVATE_FLAGS = ('"pii_', '"minor"', '"health"', '"photo_of_documents"')
FILMS = ("video", "video_note", "animation")


def conditions(chosen: Chosen, by: Person, now: datetime) -> list[ColumnElement[bool]]:
    """Return what a tip has to fulfil besides its status."""
    found: list[ColumnElement[bool]] = []
    if chosen.view is View.MINE:
        found += [col(Tip.claimed_by) == by.id, col(Tip.claimed_until) >= now]
    if chosen.topic:
        found.append(col(Tip.topic) == chosen.topic)
    if chosen.unit:
        found.append(col(Tip.unit_id) == chosen.unit)
    if chosen.genre:
        found.append(col(Tip.genre) == chosen.genre)
    if chosen.sender:
        found.append(col(Tip.sender_id) == chosen.sender)
    if chosen.age is Age.OVERDUE:
        found += [col(Tip.due_at) < now, col(Tip.status) == TipStatus.RECEIVED]
    elif chosen.age:
        found.append(col(Tip.received_at) >= now - SPANS[chosen.age])
    if chosen.mark:
        found.append(_marked(chosen.mark, now))
    return found


def appealed() -> ColumnElement[bool]:
    """Tell of a tip whether its sender asked for a second look."""
    appeals = select(col(Decision.id)).where(col(Decision.tip_id) == col(Tip.id), col(Decision.verb) == Verb.APPEAL)
    return appeals.exists()


def _marked(mark: Mark, now: datetime) -> ColumnElement[bool]:
    if mark is Mark.PHOTOS:
        return col(Tip.photos) > 0
    if mark is Mark.UNCLAIMED:
        return or_(col(Tip.claimed_by).is_(None), col(Tip.claimed_until) < now)
    if mark is Mark.VIDEO:
        films = select(col(Attachment.id)).where(col(Attachment.tip_id) == col(Tip.id), col(Attachment.kind).in_(FILMS))
        return films.exists()
    if mark is Mark.APPEALED:
        return appealed()
    if mark is Mark.FLAGGED:
        return func.json_array_length(col(Tip.flags)) > 0
    flags = cast(col(Tip.flags), Text)
    return or_(*(flags.contains(code, autoescape=True) for code in PRIVATE_FLAGS))
