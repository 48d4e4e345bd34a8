"""The pinned counter of the moderators' group: looked at every half minute, edited where a number has changed."""

import asyncio
import logging

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.telegram import api
from bot.telegram.inbound import DOOR
from bot.telegram.office import Office
from review import counter
from review.counter import Shown
from review.db import Session, StoreUnavailable
from review.desk import house_keys

log = logging.getLogger(__name__)
EVERY_SECONDS = 30.0
KIND = counter.KIND
PINNED = "pinned"  # the view a counter is remembered with once it hangs at the top of the group


async def keep_counter(office: Office) -> None:
    """Have the counter show what is true, until cancelled; trouble with the database waits for the next look."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await count(office)
        except StoreUnavailable as error:
            log.warning("the counter: the database is not to be had (%s)", type(error.orig).__name__)


async def count(office: Office) -> bool:
    """Look once and return whether the group is owed a new counter; a desk without a group has none."""
    now, newsroom = office.now, office.newsroom

    def look(session: Session) -> Shown | None:
        chat_id = house_keys.group_chat(session, newsroom.settings.moderation_chat_id)
        if chat_id is None:
            return None
        return counter.news(session, door=DOOR, chat_id=chat_id, now=now, rules=newsroom.rules)

    shown = await newsroom.database.read(look)
    if shown is None:
        return False
    await newsroom.database.act(lambda session: counter.owe(session, shown, now=now))
    return True


async def pinned(bot: ExtBot[None], chat_id: int, message_id: int, view: str, *, is_new: bool) -> str:
    """Pin a counter that is new or could not be pinned before, and return as what it is remembered.

    Where the bot may not pin in its group, the counter is edited all the same, and pinned once it may.
    """
    if view == PINNED and not is_new:
        return view
    try:
        await api.pin(bot, chat_id, message_id)
    except TelegramError as error:
        log.info("the counter cannot be pinned: %s", type(error).__name__)
        return ""
    return PINNED
