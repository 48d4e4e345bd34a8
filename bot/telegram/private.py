"""Private chats: a message, an edit or a press goes through the dialogue, in one transaction."""

from dataclasses import replace

from telegram import Update

from bot.conversation.incoming import Incoming
from bot.conversation.refusals import once, to_sender
from bot.conversation.turn import take_turn
from bot.telegram import inbound
from bot.telegram.serving import Context, Serving, serving
from review import audit
from review.db import Session
from review.desk import Caller, Desk
from review.errors import ReviewError


async def talk(update: Update, _context: Context) -> None:
    """Handle what a person did in the private chat."""
    current = serving()
    said = inbound.incoming(update)
    if said is None:
        await current.act(_ignore)
        return
    query_id = update.callback_query.id if update.callback_query else None
    reply_to = said.part.reply_to if said.part else None

    def turn(session: Session) -> bool:
        desk = _desk(current, session, said)
        about = desk.shown_at(reply_to) if reply_to else None
        take_turn(replace(said, about=about), desk, query_id)
        return desk.is_blank

    def refused(session: Session, error: ReviewError) -> bool:
        desk = _desk(current, session, said)
        said_once = once(error)
        desk.tell(to_sender(error).as_json(), query_id, once=said_once)
        if query_id and said_once:  # the answer to a press is gone in a moment, and this is worth keeping
            desk.say(to_sender(error).as_json(), once=said_once)
        by = desk.person.id if desk.person else None
        audit.record(
            session,
            said.kind.value,
            f"update:{current.letter.id}",
            by=by,
            door=said.door,
            now=desk.now,
            outcome=error.code,
        )
        return desk.is_blank

    await current.act(turn, refused)


def _desk(current: Serving, session: Session, said: Incoming) -> Desk:
    newsroom = current.office.newsroom
    locale = "en" if said.locale.startswith("en") else newsroom.settings.default_locale
    caller = Caller(said.door, said.account_id, said.chat_id, said.name, locale, current.cause)
    return Desk(session, caller, now=newsroom.clock(), rules=newsroom.rules, words=newsroom.words)


def _ignore(_session: Session) -> bool:
    return True
