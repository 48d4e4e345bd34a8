"""An answer to a card in the group: offered below it, and sent to the correspondent by a press of who wrote it."""

from telegram import CallbackQuery, Message

from bot.conversation.incoming import Reply
from bot.conversation.refusals import refusal
from bot.conversation.values import label
from bot.telegram.inbound import DOOR
from bot.telegram.payload import OnCard
from bot.telegram.serving import Serving, serving
from review import outbox, queue
from review.db import Session
from review.desk import card_reply
from review.desk.judging import Judging
from review.errors import ReviewError
from review.language.clean import clean_text

SEND, DROP = "answer.send", "answer.drop"
ACTS = frozenset({SEND, DROP})


async def pressed(query: CallbackQuery, card: OnCard) -> None:
    """Send the words the offer stands below, or leave them; only who wrote them decides. The press is answered."""
    current, words = serving(), _words(query)

    def effect(session: Session) -> bool:
        judging = _judging(current, session, query.from_user.id)
        if words is None:
            judging.answer(query.id, label("press.reply_gone"))
            return True
        if card.act == SEND:
            newsroom = current.office.newsroom
            card_reply.send(
                session,
                card.tip_id,
                words,
                version=card.version,
                by=judging.person,
                door=DOOR,
                now=newsroom.clock(),
                rules=newsroom.rules,
            )
        reference = queue.by_id(session, card.tip_id).reference or ""
        _close(session, current, query, Reply("reply_sent" if card.act == SEND else "reply_dropped", {"ma": reference}))
        judging.answer(query.id, label("press.reply_sent" if card.act == SEND else "press.reply_dropped"))
        return True

    def refused(session: Session, error: ReviewError) -> bool:
        judging = _judging(current, session, query.from_user.id)
        judging.answer(query.id, refusal(error).as_json())
        judging.record_refusal("press_reply", f"tip:{card.tip_id}", error.code)
        return True

    await current.act(effect, refused)


def _words(query: CallbackQuery) -> str | None:
    """Return the words of the message the offer answers; None where they are gone, or somebody else's."""
    shown = query.message
    answered = shown.reply_to_message if isinstance(shown, Message) else None
    if answered is None or answered.from_user is None or answered.from_user.id != query.from_user.id:
        return None
    return clean_text(answered.text or "").strip() or None


def _close(session: Session, current: Serving, query: CallbackQuery, said: Reply) -> None:
    """Have the offer say what became of it, without buttons."""
    if query.message is None:
        return
    outbox.enqueue(
        session,
        "screen",
        subject=f"reply:{query.message.message_id}",
        recipient=outbox.GROUP,
        lane=outbox.Lane.REPLY,
        dedupe_key=f"reply:{current.cause}",
        now=current.office.now,
        details={**said.as_json(), "at": query.message.message_id},
    )


def _judging(current: Serving, session: Session, account_id: int) -> Judging:
    newsroom = current.office.newsroom
    return Judging(session, door=DOOR, account_id=account_id, now=newsroom.clock(), rules=newsroom.rules)
