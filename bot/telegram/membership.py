"""Where the bot belongs: added to a group, blocked by a person, a group that became a supergroup."""

from telegram import ChatMember, ChatMemberUpdated, Update
from telegram.constants import ChatType

from bot.telegram.inbound import DOOR
from bot.telegram.serving import Context, serving
from review.db import Session
from review.desk import house_keys

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def changed(update: Update, _context: Context) -> None:
    """Handle my_chat_member: reachability in private, the offer of the moderators' desk in a group."""
    current, change = serving(), update.my_chat_member
    now = current.office.now

    def effect(session: Session) -> bool:
        if change is None:
            return True
        is_here = change.new_chat_member.status not in GONE
        if change.chat.type == ChatType.PRIVATE:
            house_keys.reachable(session, door=DOOR, chat_id=change.chat.id, is_reachable=is_here, now=now)
        elif is_here and _was_added(change):
            house_keys.offer_group(
                session,
                door=DOOR,
                account_id=change.from_user.id,
                chat_id=change.chat.id,
                title=change.chat.title or "",
                cause=current.cause,
                now=now,
            )
        return False

    await current.act(effect)


async def migrated(update: Update, _context: Context) -> None:
    """Follow a group that became a supergroup."""
    message = update.effective_message

    def effect(session: Session) -> bool:
        if message is not None and message.migrate_to_chat_id:
            house_keys.follow_migration(session, old=message.chat.id, new=message.migrate_to_chat_id)
        elif message is not None and message.migrate_from_chat_id:
            house_keys.follow_migration(session, old=message.migrate_from_chat_id, new=message.chat.id)
        return True

    await serving().act(effect)


def _was_added(change: ChatMemberUpdated) -> bool:
    return change.old_chat_member.status in GONE
