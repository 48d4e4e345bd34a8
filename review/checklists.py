"""What is ticked off on a tip before it is decided: the list of its topic, and who ticked what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from review import access, adjustments, changes, network
from review.access import Person, Right
from review.errors import NotFound
from review.models import Adjustment, PersonRow, Tip
from review.queue import subject

FIELD = "check"  # a tick is a line of what was set on a tip: from nothing to a code, or back


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a checklist; who ticked it and when, nobody where it is open."""

    code: str
    vi: str
    en: str
    who: str = ""
    at: datetime | None = None

    def label(self, locale: str) -> str:
        return self.en if locale == "en" else self.vi


def items(session: Session, tip_id: int, topic: str | None) -> tuple[Item, ...]:
    """Return the checklist of a topic with what is ticked on a tip."""
    done = _ticked(session, tip_id)
    return tuple(Item(row["code"], row["vi"], row["en"], *done.get(row["code"], ())) for row in _list(topic))


def tick(
    session: Session, tip: Tip, *, shown: Collection[str], chosen: Collection[str], by: Person, door: str, now: datetime
) -> bool:
    """Tick and untick what a person changed against what they saw; False where they changed nothing.

    What others ticked meanwhile stays. Raises NotAllowed, and NotFound for what is on no list.
    """
    access.require(by, Right.ADD_NOTE)
    changed = set(shown) ^ set(chosen)
    if not changed <= _codes():
        raise NotFound("no checklist has this line")
    done = _ticked(session, tip.id or 0)
    wanted = [code for code in sorted(changed) if (code in chosen) != (code in done)]
    for code in wanted:
        before, after = ("", code) if code in chosen else (code, "")
        adjustments.note(session, tip, FIELD, before, after, by=by, edition=None, door=door, now=now)
    if wanted:
        changes.note(session, subject(tip), now=now)
    return bool(wanted)


def _ticked(session: Session, tip_id: int) -> dict[str, tuple[str, datetime]]:
    query = (
        select(Adjustment, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(Adjustment.by_id), isouter=True)
        .where(Adjustment.tip_id == tip_id, Adjustment.field == FIELD)
        .order_by(col(Adjustment.id))
    )
    done: dict[str, tuple[str, datetime]] = {}
    for row, who in session.exec(query):
        done.pop(row.before, None)
        if row.after:
            done[row.after] = (who or "", row.at)
    return done


def _list(topic: str | None) -> list[Mapping[str, Any]]:
    lists = network.shipped("checklists.yaml")
    return [*lists["always"], *lists["topics"].get(topic, ())]


def _codes() -> set[str]:
    lists = network.shipped("checklists.yaml")
    return {row["code"] for rows in (lists["always"], *lists["topics"].values()) for row in rows}
