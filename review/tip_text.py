"""The text of a tip: its messages in the order they were sent, each in its newest revision."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, select
from sqlmodel import Session

from review.models import table
from review.statements import Statement, run

TABLE = table("tip_message")
_MESSAGES = Statement(
    select(TABLE.c.kind, TABLE.c.door, TABLE.c.text, TABLE.c.sent_at, TABLE.c.forwarded_from, TABLE.c.question_id)
    .where(TABLE.c.tip_id == bindparam("tip_id"), TABLE.c.is_current.is_(True))
    .order_by(TABLE.c.sent_at, TABLE.c.message_id)
)


class Message(Protocol):
    """One message of a tip in its newest revision."""

    kind: str
    door: str
    text: str
    sent_at: datetime
    forwarded_from: str | None
    question_id: int | None


def messages(session: Session, tip_id: int) -> Sequence[Message]:
    """Return the current revision of each message of a tip, in sending order."""
    return run(session, _MESSAGES, tip_id=tip_id).rows


def joined(parts: Iterable[Message]) -> str:
    """Return the whole text, a blank line between messages."""
    return "\n\n".join(part.text for part in parts if part.text.strip())


def shortened(text: str, length: int) -> str:
    """Return the first words of `text` on one line, at most `length` characters, with … where it is cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
