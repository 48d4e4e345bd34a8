"""What an error of the Bot API means for a message we owe: one table, sentences as the server says them.

PTB strips prefixes and capitalises, so sentences are compared case-folded. Sources: telegram.md R31-R60.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import aiohttp
import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.telegram.breaker import LineDown


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
    ("description is too long", Meaning.REFUSED, "too_long"),
    ("message text is empty", Meaning.REFUSED, "empty"),
    ("text must be non-empty", Meaning.REFUSED, "empty"),
    ("reply markup is too long", Meaning.REFUSED, "buttons"),
    ("button_data_invalid", Meaning.REFUSED, "buttons"),
    ("button_url_invalid", Meaning.REFUSED, "buttons"),
    ("button_copy_text_invalid", Meaning.REFUSED, "buttons"),
    ("can't parse inline keyboard button", Meaning.REFUSED, "buttons"),
    ("message_too_long", Meaning.REFUSED, "too_long"),
    ("there is no text in the message to edit", Meaning.REPOST, "message_lost"),
    ("there is no caption in the message to edit", Meaning.REPOST, "message_lost"),
    ("message to be replied not found", Meaning.REFUSED, "reply"),
    ("reply message not found", Meaning.REFUSED, "reply"),
    ("message thread not found", Meaning.REFUSED, "topic"),
    ("topic_closed", Meaning.REFUSED, "topic"),
    ("can't use the media of the specified type", Meaning.REFUSED, "media"),
    ("wrong type of the web page content", Meaning.REFUSED, "media"),
    ("wrong file identifier", Meaning.REFUSED, "media"),
    ("media group must include", Meaning.REFUSED, "media"),
    ("too many messages to send as an album", Meaning.REFUSED, "media"),
    ("file must be non-empty", Meaning.REFUSED, "media"),
    ("there is no", Meaning.REFUSED, "media"),
    ("request entity too large", Meaning.REFUSED, "too_large"),
    ("chat_id is empty", Meaning.REFUSED, "no_chat"),
    ("unsupported parse_mode", Meaning.REFUSED, "entities"),
    ("can't parse", Meaning.REFUSED, "form"),
    ("logged out", Meaning.STOP, "logged_out"),
    ("misdirected request", Meaning.STOP, "logged_out"),
)
PREFIXES = ("[error]: ", "bad request: ", "forbidden: ", "conflict: ")
SURPLUS = timedelta(milliseconds=500)
STOPPED_FOR = timedelta(minutes=5)  # R53, R63
AGAIN = timedelta(seconds=3)  # after trouble on the line; not longer each time, so that its end is soon noticed
NOT_SENT = (
    aiohttp.ClientConnectorError,  # refused, not found, no TLS, proxy out of reach
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
    LineDown,
    httpx.ConnectError,  # the same over a SOCKS proxy, whose line is PTB's own (R56)
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)


def understand(error: TelegramError) -> Failure:
    """Return what an error means; the order matters, since BadRequest and TimedOut are NetworkErrors to PTB (R58)."""
    if isinstance(error, RetryAfter):
        return Failure(Meaning.LATER, "flood", _seconds(error) + SURPLUS)
    if isinstance(error, ChatMigrated):
        return Failure(Meaning.MIGRATED, "migrated", new_chat_id=error.new_chat_id)
    if isinstance(error, InvalidToken):
        return Failure(Meaning.STOP, "token", STOPPED_FOR)
    if isinstance(error, Conflict):
        return Failure(Meaning.LATER, "conflict", AGAIN)
    known = _by_sentence(error)
    if known is not None:
        return known
    if isinstance(error, BadRequest):
        return Failure(Meaning.REFUSED, "unknown")
    if isinstance(error, Forbidden):
        return Failure(Meaning.GONE, "unknown")
    return _of_the_line(error)


def _of_the_line(error: TelegramError) -> Failure:
    """Return what trouble on the way means: not sent for sure, or perhaps sent (R55-R57)."""
    is_unsent = isinstance(error.__cause__, NOT_SENT)
    return Failure(Meaning.LATER if is_unsent else Meaning.PERHAPS, type(error.__cause__ or error).__name__, AGAIN)


def _by_sentence(error: TelegramError) -> Failure | None:
    said = error.message.casefold()
    for prefix in PREFIXES:
        said = said.removeprefix(prefix)
    for sentence, meaning, name in SENTENCES:
        if said.startswith(sentence):
            return Failure(meaning, name, STOPPED_FOR if meaning is Meaning.STOP else timedelta())
    return None


def _seconds(error: RetryAfter) -> timedelta:
    """Read the wait, an int today and a timedelta under PTB_TIMEDELTA (R59)."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
