"""Where the comparing has got to, and what is to be compared next: what changed, then whatever was never looked at."""

import json
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlmodel import Session

from review import changes
from review.models import table
from review.statements import insert_new
from review.workflow import TipStatus

SETTING, TIP, LIKENESS = table("desk_setting"), table("tip"), table("likeness")
KEPT, FOUND = "similar:kept", "similar:found"
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """Tips and drafts to look at, and the words that note where this began and where it ends."""

    seen: str | None
    then: str
    tips: tuple[int, ...]
    drafts: tuple[int, ...]


def changed(session: Session) -> Batch | None:
    """Return the next tips and drafts to look at, None where there is nothing new.

    Changes come first; after them the tips themselves in order, so that none is left out: those of before the first
    start, and those that came in by another way.
    """
    seen = read(session, KEPT)
    change, walked = json.loads(seen) if seen else (changes.latest(session), 0)
    news = changes.since(session, change, AT_ONCE)
    tips = _numbers("tip", [subject for _, subject in news])
    drafts = _numbers("draft", [subject for _, subject in news])
    strays = () if news else _walk(session, walked)
    if not news and not strays and seen:
        return None
    then = json.dumps([news[-1][0] if news else change, strays[-1] if strays else walked])
    return Batch(seen, then, (*tips, *strays), drafts)


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


def _walk(session: Session, walked: int) -> tuple[int, ...]:
    handed_in = TIP.c.status != TipStatus.COMPOSING
    query = select(TIP.c.id).where(TIP.c.id > walked, handed_in).order_by(TIP.c.id).limit(AT_ONCE)
    return tuple(session.execute(query).scalars())
