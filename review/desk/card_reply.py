"""What a moderator answers to a card in the group: it goes to the correspondent only after a press that says so.

The words are nowhere kept meanwhile: the offer stands below them, and the press brings them along.
"""

from datetime import datetime

from sqlmodel import Session

from review import access, moderation, outbox, posted, queue
from review.access import Person
from review.desk.judging import CARD
from review.errors import NotAllowed
from review.moderation import Decided
from review.settings import DeskRules
from review.workflow import Verb

KIND = "reply_offer"


def offer(
    session: Session, *, door: str, chat_id: int, reply_to: int, message_id: int, by: Person | None, now: datetime
) -> bool:
    """Offer to send an answer to a card on; False where the message answers no card. Raises NotAllowed."""
    shown = posted.shown_at(session, door=door, chat_id=chat_id, message_id=reply_to)
    if shown is None or shown.kind != CARD:
        return False
    tip = queue.by_id(session, int(shown.subject.partition(":")[2]))
    access.require(_known(by), Verb.ASK, sender_id=tip.sender_id)
    outbox.enqueue(
        session,
        KIND,
        subject=shown.subject,
        recipient=outbox.GROUP,
        lane=outbox.Lane.REPLY,
        dedupe_key=f"{KIND}:{chat_id}:{message_id}",
        now=now,
        details={"to": message_id},
    )
    return True


def send(
    session: Session,
    tip_id: int,
    words: str,
    *,
    version: int,
    by: Person | None,
    door: str,
    now: datetime,
    rules: DeskRules,
) -> Decided:
    """Ask the correspondent in these words; raises like `moderation.ask`."""
    tip = queue.by_id(session, tip_id)
    return moderation.ask(
        session, tip, codes=(), text=words, version=version, by=_known(by), door=door, now=now, rules=rules
    )


def _known(by: Person | None) -> Person:
    if by is None:
        raise NotAllowed("the role table does not know this account", verb="ask")
    return by
