"""Where the comparing has got to, and what is to be compared next: what changed, then whatever was never looked at."""

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select, update
from sqlmodel import Session

from review import changes
from review.models import table
from review.statements import insert_new
from review.workflow import TipStatus

SETTING, TIP, DRAFT = table("desk_setting"), table("tip"), table("draft")
KEPT, FOUND = "similar:kept", "similar:found"
NEWS_AT_ONCE, AT_ONCE = 200, 50  # a tip that came in has several changes


@dataclass(frozen=True, slots=True)
class Batch:
    """Tips and drafts to look at, and the words that note where this began and where it ends."""

    seen: str | None
    then: str
    tips: tuple[int, ...]
    drafts: tuple[int, ...]


def changed(session: Session) -> Batch | None:
    """Return the next tips and drafts to look at, None where there is nothing new.

    Changes come first; after them the tips and drafts themselves in order, so that none is left out: those of before
    the first start, and those that came in by another way.
    """
    seen = read(session, KEPT)
    change, tip_id, draft_id = json.loads(seen) if seen else (changes.latest(session), 0, 0)
    if news := changes.since(session, change, NEWS_AT_ONCE):
        subjects = [subject for _, subject in news]
        then = json.dumps([news[-1][0], tip_id, draft_id])
        return Batch(seen, then, _numbers("tip", subjects), _numbers("draft", subjects))
    tips = _after(session, select(TIP.c.id).where(TIP.c.status != TipStatus.COMPOSING), TIP.c.id, tip_id)
    drafts = _after(session, select(DRAFT.c.id), DRAFT.c.id, draft_id)
    then = json.dumps([change, *(ids[-1] if ids else last for ids, last in ((tips, tip_id), (drafts, draft_id)))])
    return Batch(seen, then, tips, drafts) if tips or drafts or not seen else None


def read(session: Session, name: str) -> str | None:
    value: str | None = session.execute(select(SETTING.c.value).where(SETTING.c.name == name)).scalar()
    return value


def move(session: Session, name: str, seen: str | None, then: str) -> bool:
    """Note how far it has got; returns False where another process was quicker."""
    if seen is None:
        return insert_new(session, SETTING, [{"name": name, "value": then}]) == 1
    noted = update(SETTING).where(SETTING.c.name == name, SETTING.c.value == seen).values(value=then)
    return session.connection().execute(noted).rowcount == 1


def _numbers(kind: str, subjects: list[str]) -> tuple[int, ...]:
    parts = (subject.partition(":") for subject in subjects)
    return tuple(dict.fromkeys(int(number) for name, _, number in parts if name == kind and number.isdecimal()))


def _after(session: Session, query: Select[tuple[int]], number: ColumnElement[int], last: int) -> tuple[int, ...]:
    return tuple(session.execute(query.where(number > last).order_by(number).limit(AT_ONCE)).scalars())
