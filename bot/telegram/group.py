"""The moderators' group: presses on cards and answers to our questions there, through the same verbs as the console."""

import asyncio
from collections.abc import Callable
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.conversation.incoming import Reply
from bot.conversation.refusals import refusal
from bot.conversation.values import label
from bot.telegram import group_commands, payload, replying, unit_wish
from bot.telegram.inbound import DOOR, NOBODY
from bot.telegram.payload import OnCard
from bot.telegram.serving import Context, Serving, serving
from review.approval import Proposal, render
from review.db import Session
from review.desk import card_reply, house_keys
from review.desk.judging import Judging, proposal
from review.errors import NotAllowed, ReviewError
from review.language.clean import clean_text
from review.rendering.drafts import Rendered
from review.workflow import Verb

NEEDS_DETAILS = frozenset({"R15", "R06", "R07"})
Said = dict[str, Any]
Prepared = tuple[Proposal, Rendered] | None


async def pressed(update: Update, _context: Context) -> None:
    """Handle a button under a card or under the offer of the group; every press is answered, refused ones too."""
    query = update.callback_query
    if query is None or query.from_user.id in NOBODY:
        await serving().act(lambda _session: True)
        return
    wish = unit_wish.wished(query.data or "")
    if wish is not None:
        await unit_wish.pressed(query, *wish)
        return
    card = payload.on_card(query.data or "")
    if card is None:
        await _group_choice(query)
        return
    if card.act in replying.ACTS:
        await replying.pressed(query, card)
        return
    prepared = await _prepare(card)
    await _press(query, card, lambda judging: _act(judging, card, prepared))


async def said(update: Update, _context: Context) -> None:
    """Handle a message in a group: a command, or the detail a reason waits for; anything else is not ours."""
    message = update.message
    if message is None or message.from_user is None or message.from_user.id in NOBODY:
        await serving().act(lambda _session: True)
        return
    command = group_commands.asked(message.text or "", serving().office.bot.username)
    await (group_commands.answer(message, command) if command else _message(message))


async def _prepare(card: OnCard) -> Prepared:
    """Render the article before the transaction that approves; a tip that cannot be read is refused there."""
    if card.act != "approve":
        return None
    newsroom = serving().office.newsroom
    try:
        proposed = await newsroom.database.read(lambda session: proposal(session, card.tip_id, rules=newsroom.rules))
    except ReviewError:
        return None
    return proposed, await asyncio.to_thread(render, proposed)  # a long tip may take a while


async def _press(query: CallbackQuery, card: OnCard, act: Callable[[Judging], Said]) -> None:
    current = serving()

    def effect(session: Session) -> bool:
        judging = _judging(current, session, query.from_user.id)
        judging.answer(query.id, act(judging))
        return False

    def refused(session: Session, error: ReviewError) -> bool:
        judging = _judging(current, session, query.from_user.id)
        judging.answer(query.id, refusal(error).as_json())
        judging.record_refusal(f"press_{card.act}"[:40], f"tip:{card.tip_id}", error.code)
        if not isinstance(error, NotAllowed):
            judging.redraw(card.tip_id)
        return False

    await current.act(effect, refused)


def _act(judging: Judging, card: OnCard, prepared: Prepared) -> Said:
    name, _, value = card.act.partition(".")
    tip_id, version = card.tip_id, card.version
    match name:
        case "claim":
            verb = judging.claim(tip_id).verb
            return label("press.claimed" if verb is Verb.CLAIM else "press.released")
        case "approve" if prepared is not None:
            decided = judging.approve(tip_id, *prepared, version=version)
            return label("press.voted") if decided.is_vote else label("press.approved", ma=decided.draft or "")
        case "reasons":
            judging.show(tip_id, "reasons", Verb.REJECT)
            return {}
        case "reject" if value in NEEDS_DETAILS:
            judging.ask_details(tip_id, value)
            return {}
        case "reject":
            decided = judging.reject(tip_id, value, version=version)
            return label("press.voted" if decided.is_vote else "press.rejected")
        case "questions":
            judging.show(tip_id, "questions:", Verb.ASK)
            return {}
        case "tick":
            return label("press.ticked" if judging.tick(tip_id, value) else "press.unticked")
        case "ask":
            judging.ask(tip_id, version=version)
            return label("press.asked")
        case "back":
            judging.show(tip_id, "", Verb.CLAIM)
            return {}
        case "reopen":
            judging.reopen(tip_id)
            return label("press.reopened")
        case "photos":
            return label("press.photos_coming" if judging.send_photos(tip_id) else "press.no_photos")
    return Reply("outdated_button").as_json()


async def _group_choice(query: CallbackQuery) -> None:
    current = serving()
    chat_id = query.message.chat.id if query.message else 0
    is_yes = query.data == "v1:g:use" and chat_id != 0

    def effect(session: Session) -> bool:
        judging = _judging(current, session, query.from_user.id)
        if is_yes:
            house_keys.choose_group(
                session, door=DOOR, account_id=query.from_user.id, chat_id=chat_id, now=current.office.now
            )
        title = (query.message.chat.title if query.message else "") or ""
        judging.answer(query.id, Reply("group_set" if is_yes else "group_refused", {"nhom": title}).as_json())
        return False

    def refused(session: Session, error: ReviewError) -> bool:
        judging = _judging(current, session, query.from_user.id)
        judging.answer(query.id, refusal(error).as_json())
        judging.record_refusal("choose_group", "desk", error.code)
        return False

    await current.act(effect, refused)


async def _message(message: Message) -> None:
    current = serving()
    user_id = message.from_user.id if message.from_user else 0
    note = clean_text(message.text or "").strip()
    reply_to = message.reply_to_message.message_id if message.reply_to_message else 0

    def effect(session: Session) -> bool:
        if reply_to and note:
            judging = _judging(current, session, user_id)
            if judging.reject_by_reply(message.chat.id, reply_to, note) is None:
                card_reply.offer(
                    session,
                    door=DOOR,
                    chat_id=message.chat.id,
                    reply_to=reply_to,
                    message_id=message.message_id,
                    by=judging.person,
                    now=current.office.now,
                )
        return True

    def refused(session: Session, error: ReviewError) -> bool:
        judging = _judging(current, session, user_id)
        judging.record_refusal("reply", f"update:{current.letter.id}", error.code)
        return True

    await current.act(effect, refused)


def _judging(current: Serving, session: Session, account_id: int) -> Judging:
    newsroom = current.office.newsroom
    return Judging(session, door=DOOR, account_id=account_id, now=newsroom.clock(), rules=newsroom.rules)
