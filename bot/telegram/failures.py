"""What an error of the Bot API means for a message we owe: one table, sentences as the server says them.

PTB strips prefixes and capitalises, so sentences are compared case-folded. Sources: telegram.md R31-R60.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import aiohttp
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError


class Meaning(Enum):
    """What to do with the row."""

    DONE = "done"  # nothing to do: it already says so, or nobody waits any more
    GONE = "gone"  # this person or chat cannot be reached for good
    REFUSED = "refused"  # our message is at fault: it will never be accepted
    REPOST = "repost"  # the message to edit is lost: post anew
    LATER = "later"  # not sent: try again
    PERHAPS = "perhaps"  # perhaps sent: try again, may arrive twice
    MIGRATED = "migrated"  # the group has a new number
    STOP = "stop"  # the token is not accepted: the bot waits


@dataclass(frozen=True, slots=True)
class Failure:
    """An error understood: its meaning, a short class for the row and figures, and how long to wait."""

    meaning: Meaning
    name: str
    wait: timedelta = timedelta()
    new_chat_id: int | None = None


SENTENCES: tuple[tuple[str, Meaning, str], ...] = (
    ("message is not modified", Meaning.DONE, "not_modified"),
    ("query is too old and response timeout expired", Meaning.DONE, "press_too_old"),
    ("message to edit not found", Meaning.REPOST, "message_lost"),
    ("message can't be edited", Meaning.REPOST, "message_lost"),
    ("message_id_invalid", Meaning.REPOST, "message_lost"),
    ("bot was blocked by the user", Meaning.GONE, "blocked"),
    ("user is deactivated", Meaning.GONE, "deactivated"),
    ("bot was kicked from the", Meaning.GONE, "kicked"),
    ("bot is not a member of the", Meaning.GONE, "kicked"),
    ("the group chat was deleted", Meaning.GONE, "kicked"),
    ("bot can't initiate conversation with a user", Meaning.GONE, "never_started"),
    ("the bot can't send messages to the bot", Meaning.GONE, "is_bot"),
    ("bot can't send messages to bots", Meaning.GONE, "is_bot"),
    ("chat not found", Meaning.GONE, "chat_not_found"),
    ("private chat not found", Meaning.GONE, "chat_not_found"),
    ("not enough rights to send", Meaning.GONE, "no_rights"),
    ("have no write access to the chat", Meaning.GONE, "no_rights"),
    ("chat_write_forbidden", Meaning.GONE, "no_rights"),
    ("chat_restricted", Meaning.GONE, "no_rights"),
    ("can't parse entities", Meaning.REFUSED, "entities"),
    ("message is too long", Meaning.REFUSED, "too_long"),
    ("message caption is too long", Meaning.REFUSED, "too_long"),
    ("message text is empty", Meaning.REFUSED, "empty"),
    ("text must be non-empty", Meaning.REFUSED, "empty"),
    ("reply markup is too long", Meaning.REFUSED, "buttons"),
    ("button_data_invalid", Meaning.REFUSED, "buttons"),
    ("button_url_invalid", Meaning.REFUSED, "buttons"),
)
PREFIXES = ("bad request: ", "forbidden: ", "conflict: ")
SURPLUS = timedelta(milliseconds=500)
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def understand(error: TelegramError) -> Failure:
    """Return what an error means; the order matters, since BadRequest and TimedOut are NetworkErrors to PTB (R58)."""
    if isinstance(error, RetryAfter):
        return Failure(Meaning.LATER, "flood", _seconds(error) + SURPLUS)
    if isinstance(error, ChatMigrated):
        return Failure(Meaning.MIGRATED, "migrated", new_chat_id=error.new_chat_id)
    if isinstance(error, InvalidToken):
        return Failure(Meaning.STOP, "token", timedelta(minutes=5))
    if isinstance(error, (BadRequest, Forbidden)):
        return _by_sentence(error)
    if isinstance(error, NetworkError):
        is_unsent = isinstance(error.__cause__, NOT_SENT)
        return Failure(Meaning.LATER if is_unsent else Meaning.PERHAPS, type(error.__cause__ or error).__name__)
    return Failure(Meaning.PERHAPS, type(error).__name__)


def _by_sentence(error: TelegramError) -> Failure:
    said = error.message.casefold()
    for prefix in PREFIXES:
        said = said.removeprefix(prefix)
    for sentence, meaning, name in SENTENCES:
        if said.startswith(sentence):
            return Failure(meaning, name)
    return Failure(Meaning.GONE if isinstance(error, Forbidden) else Meaning.REFUSED, "unknown")


def _seconds(error: RetryAfter) -> timedelta:
    """Read the wait, an int today and a timedelta under PTB_TIMEDELTA (R59)."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
