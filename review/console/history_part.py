"""The history of a tip on its page: decisions, versions, what was set, and who had it in hand; and who was told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from review import queue, tip_view
from review.console.settings_part import Line
from review.lists import colleagues
from review.models import AuditRow, PersonRow, Tip
from review.newsroom import Newsroom
from review.port import TipView

IN_HAND = ("claim", "release", "hand_over", "come_back")  # acts that leave no decision


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history: a decision (`verb`), a new version of the text (`cause`), or something else (`text`)."""

    at: datetime
    who: str
    door: str
    verb: str = ""
    cause: str = ""
    version: int = 0
    reason: str | None = None
    note: str = ""
    text: str = ""


def history(
    session: Session,
    tip: Tip,
    view: TipView,
    texts: Sequence[tip_view.VersionView],
    set_on: Sequence[Line],
    newsroom: Newsroom,
    locale: str,
) -> tuple[Event, ...]:
    """Return all that happened to a tip, in the order it happened."""
    decided = [Event(act.at, act.who, act.door, verb=act.verb, reason=act.reason, note=act.note) for act in view.acts]
    changed = [Event(text.at, view.credit, "", cause=text.cause, version=text.version) for text in texts[1:]]
    adjusted = [Event(line.at, line.who, line.door, text=line.text) for line in set_on]
    in_hand = _in_hand(session, tip, newsroom, locale)
    return tuple(sorted([*decided, *changed, *adjusted, *in_hand], key=lambda event: event.at))


def _in_hand(session: Session, tip: Tip, newsroom: Newsroom, locale: str) -> Iterator[Event]:
    query = (
        select(AuditRow, col(PersonRow.name))
        .outerjoin(PersonRow, col(PersonRow.id) == col(AuditRow.by_id))
        .where(
            col(AuditRow.subject) == queue.subject(tip),
            col(AuditRow.act).in_(IN_HAND),
            col(AuditRow.outcome) == "done",
        )
        .order_by(col(AuditRow.id))
    )
    for row, who in session.execute(query).all():
        number = row.details.removeprefix("person:")
        other = colleagues.name_of(session, int(number)) if number.isdecimal() else ""
        text = newsroom.words.label(f"history.{row.act}", locale, ten=other)
        yield Event(row.at, who or "", row.door if who else "", text=text)
