"""Traces of a person outside their own rows: raw updates, notices, where messages stand, names in invitations."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlmodel import Session, col

from review import outbox, people, posted
from review.models import Account, Dialogue, InboxRow, Invitation, MailState, NoticeState, OutboxRow, Tip

AT_ONCE = 50
QUIET_LANES = int(outbox.Lane.NOTICE)  # from here on nobody has asked for it just now


def silence(session: Session, person_id: int, *, now: datetime) -> None:
    """Take back what has not been sent yet to somebody who wants to hear no more; answers still go out."""
    session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.recipient) == outbox.person(person_id),
            col(OutboxRow.state) == NoticeState.NEW,
            col(OutboxRow.lane) >= QUIET_LANES,
        )
        .values(state=NoticeState.GONE, last_error_class="withdrew", sent_at=now, details={}),
        execution_options={"synchronize_session": False},
    )


def forget(session: Session, person_id: int, names: Collection[str], references: Collection[str]) -> None:
    """Remove every trace; raw updates that still wait are handled first, as those of a stranger."""
    outbox.forget(session, outbox.person(person_id), since=people.known_since(session, person_id))
    for account in session.execute(select(Account).where(col(Account.person_id) == person_id)).scalars():
        posted.forget_chat(session, door=account.door, chat_id=account.chat_id)
        _blank(session, col(InboxRow.chat_key) == account.chat_id, chat_key=0)
    blank_mentions(session, references)
    _blank_names(session, names)
    _settle_notices(session, person_id)
    _forget_invitations(session, person_id, names)


def references_of(session: Session, person_id: int) -> list[str]:
    """Return the references that stay of a person's tips."""
    query = select(col(Tip.reference)).where(col(Tip.sender_id) == person_id, col(Tip.reference).is_not(None))
    return [reference for reference in session.execute(query).scalars() if reference]


def blank_mentions(session: Session, references: Collection[str]) -> None:
    """Forget raw updates of others that show one of these tips: a press brings the card it stands under."""
    for some in _portions(references):
        _blank(session, or_(*(col(InboxRow.raw).contains(reference, autoescape=True) for reference in some)))


def _blank_names(session: Session, names: Collection[str]) -> None:
    """Forget handled updates of others that name the person; dead letters wait for people and are left to them."""
    spelled = [json.dumps(name)[1:-1] for name in names]
    is_done = col(InboxRow.state) == MailState.DONE
    for some in _portions(spelled):
        _blank(session, and_(is_done, or_(*(col(InboxRow.raw).contains(name, autoescape=True) for name in some))))


def _blank(session: Session, which: ColumnElement[bool], **values: Any) -> None:
    is_handled = col(InboxRow.state) != MailState.NEW
    query = update(InboxRow).where(is_handled, which).values(raw="", state=MailState.DONE, **values)
    session.execute(query, execution_options={"synchronize_session": False})


def _settle_notices(session: Session, person_id: int) -> None:
    """Delete what was told about the person's tips; what waits stays, and says what then is true."""
    numbers = session.execute(select(col(Tip.id)).where(col(Tip.sender_id) == person_id)).scalars()
    subjects = [f"tip:{number}" for number in numbers]
    for some in _portions(subjects):
        session.execute(
            delete(OutboxRow).where(col(OutboxRow.subject).in_(some), col(OutboxRow.state) != NoticeState.NEW),
            execution_options={"synchronize_session": False},
        )


def _forget_invitations(session: Session, person_id: int, names: Collection[str]) -> None:
    """Take the name out of the invitation a person came by, and out of used ones that name them."""
    stood = session.execute(select(col(Dialogue.details)).where(col(Dialogue.person_id) == person_id)).scalar() or {}
    is_used = col(Invitation.uses) >= col(Invitation.max_uses)
    theirs = or_(col(Invitation.id) == stood.get("invitation", 0), and_(col(Invitation.name).in_(names), is_used))
    session.execute(update(Invitation).where(theirs).values(name=""), execution_options={"synchronize_session": False})


def _portions(items: Collection[str]) -> Iterator[list[str]]:
    rest = iter(sorted(items))
    while some := list(islice(rest, AT_ONCE)):
        yield some
