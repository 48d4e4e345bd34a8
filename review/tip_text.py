"""The text of a tip: its messages in the order they were sent, each in its newest revision."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Protocol

from sqlalchemy import bindparam, select
from sqlmodel import Session

from review.language.syllables import is_one_word
from review.models import table
from review.statements import Statement, run

TABLE = table("tip_message")
_MESSAGES = Statement(
    select(TABLE.c.kind, TABLE.c.door, TABLE.c.text, TABLE.c.sent_at, TABLE.c.forwarded_from, TABLE.c.question_id)
    .where(TABLE.c.tip_id == bindparam("tip_id"), TABLE.c.is_current.is_(True))
    .order_by(TABLE.c.sent_at, TABLE.c.message_id)
)
_OF_EACH = (
    select(TABLE.c.tip_id, TABLE.c.kind, TABLE.c.door, TABLE.c.text, TABLE.c.sent_at, TABLE.c.forwarded_from)
    .where(TABLE.c.is_current.is_(True))
    .order_by(TABLE.c.sent_at, TABLE.c.message_id)
)
BLANK_LINE = "\n\n"
ENCLOSED = ("location", "venue", "contact")
# A messenger cuts a long text into messages of at most 4096 UTF-16 units, in the latter half at a gap where there is
# one, sends them at once, and drops the spaces at the cut.
LONGEST, SHORTEST = 4096, 2048
AT_ONCE = timedelta(seconds=2)
ENDS = frozenset(".!?:;…”\"')»")
LAST_WORD, FIRST_WORD = re.compile(r"\w+\Z"), re.compile(r"\w+")


class Message(Protocol):
    """One message of a tip in its newest revision."""

    @property
    def kind(self) -> str: ...
    @property
    def door(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def sent_at(self) -> datetime: ...
    @property
    def forwarded_from(self) -> str | None: ...
    @property
    def question_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Uncut:
    """A message that was cut into several."""

    kind: str
    door: str
    text: str
    sent_at: datetime
    forwarded_from: str | None
    question_id: int | None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A place or a contact that came with a tip: in words, where it has any, and as data."""

    kind: str
    text: str
    data: Mapping[str, Any]


def messages(session: Session, tip_id: int) -> Sequence[Message]:
    """Return the current revision of each message of a tip, in sending order."""
    return run(session, _MESSAGES, tip_id=tip_id).rows


def enclosed(session: Session, tip_id: int) -> list[Enclosed]:
    """Return the places and contacts of a tip, in sending order."""
    held = (TABLE.c.tip_id == tip_id, TABLE.c.is_current.is_(True), TABLE.c.kind.in_(ENCLOSED))
    query = select(TABLE.c.kind, TABLE.c.text, TABLE.c.data).where(*held)
    rows = session.connection().execute(query.order_by(TABLE.c.sent_at, TABLE.c.message_id)).all()
    return [Enclosed(row.kind, row.text, row.data) for row in rows if row.data]


def of_each(session: Session, tips: Collection[int]) -> dict[int, str]:
    """Return the whole text of each of these tips, empty where nothing was written."""
    rows = session.execute(_OF_EACH.where(TABLE.c.tip_id.in_(tips))).all()
    parts: dict[int, list[Any]] = {tip_id: [] for tip_id in tips}
    for row in rows:
        parts[row.tip_id].append(row)
    return {tip_id: joined(said) for tip_id, said in parts.items()}


def joined(parts: Iterable[Message]) -> str:
    """Return the whole text, a blank line between messages; what a messenger cut into several is one text again."""
    said = [part for part in parts if part.text.strip()]
    gaps = [gap(first, second) for first, second in pairwise(said)]
    return "".join(part.text + between for part, between in zip(said, [*gaps, ""], strict=False))


def uncut(parts: Iterable[Message]) -> list[Message]:
    """Return the messages that say something; what a messenger cut into several is one message again."""
    found: list[Message] = []
    last: Message | None = None
    for part in parts:
        if not part.text.strip():
            continue
        between = gap(last, part) if last else BLANK_LINE
        if between == BLANK_LINE:
            found.append(part)
        else:
            found[-1] = _lengthened(found[-1], between + part.text)
        last = part
    return found


def gap(first: Message, second: Message) -> str:
    """Return what stands between two messages: nothing or a space or a line end where a messenger cut one text."""
    is_cut = (
        first.kind == second.kind == "text"
        and first.forwarded_from == second.forwarded_from
        and second.sent_at - first.sent_at <= AT_ONCE
        and len(first.text) > SHORTEST // 2
        and units(first.text) >= SHORTEST
    )
    if not is_cut:
        return BLANK_LINE
    if units(first.text) >= LONGEST:
        return "" if _went_through(first.text, second.text) else " "
    return "\n" if first.text[-1] in ENDS else " "


def units(text: str) -> int:
    """Return how long a messenger takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, length: int) -> str:
    """Return the first words of `text` on one line, at most `length` characters, with … where it is cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _lengthened(message: Message, by: str) -> Uncut:
    text, sent_at = message.text + by, message.sent_at
    return Uncut(message.kind, message.door, text, sent_at, message.forwarded_from, message.question_id)


def _went_through(before: str, after: str) -> bool:
    """Tell whether a cut at the last possible place went through a word, not through the space between two."""
    head, tail = LAST_WORD.search(before), FIRST_WORD.match(after)
    if head is None or tail is None:
        return not (before[-1] in ENDS or before[-1] == ",")
    if head[0].isalpha() and tail[0].isalpha():
        return is_one_word(head[0], tail[0])
    return head[0].isdigit() == tail[0].isdigit()
