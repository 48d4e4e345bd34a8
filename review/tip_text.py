"""The text of a tip: its messages in the order they were sent, each in its newest revision."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from review.models import TipMessage


def messages(session: Session, tip_id: int) -> Sequence[TipMessage]:
    """Return the current revision of each message of a tip, in sending order."""
    query = select(TipMessage).where(TipMessage.tip_id == tip_id, col(TipMessage.is_current).is_(True))
    return session.exec(query.order_by(col(TipMessage.sent_at), col(TipMessage.message_id))).all()


def joined(parts: Iterable[TipMessage]) -> str:
    """Return the whole text, a blank line between messages."""
    return "\n\n".join(part.text for part in parts if part.text.strip())


def shortened(text: str, length: int) -> str:
    """Return the first words of `text` on one line, at most `length` characters, with … where it is cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
