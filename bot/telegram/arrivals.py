"""Raw updates as they are kept: what can be read by its number and its chat, what cannot as the bytes that came."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from bot.telegram.request import Unreadable
from review.inbox import Arrival

STRING = re.compile(rb'"(?:[^"\\\\]|\\\\.)*"')
NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,18})(?!\d)')
CHAT_OF = ("message", "edited_message", "my_chat_member", "channel_post", "edited_channel_post", "chat_member")


def arrival(bot_id: int, update: Mapping[str, Any]) -> Arrival:
    """Return one raw update as it is kept: ASCII JSON, its digest and the chat whose order it belongs to.

    The digest leaves the number out, which may be another one when the same comes again (telegram.md F7).
    Raises Unreadable for what Python cannot write again: nested too deeply, or a number of thousands of digits.
    """
    content = {kind: value for kind, value in update.items() if kind != "update_id"}
    try:
        written, number = _written(content), _written(update.get("update_id"))
    except (ValueError, RecursionError):
        raise Unreadable from None
    raw = f'{{"update_id":{number},{written[1:]}' if content else f'{{"update_id":{number}}}'
    return Arrival(bot_id, number_of(update) or 0, _digest(written.encode()), _chat_key(update), raw)


def number_of(update: Mapping[str, Any]) -> int | None:
    """Return an update's number, None where it has none that could be one."""
    return _number(update.get("update_id"))


def unreadable(bot_id: int, body: bytes) -> Arrival | None:
    """Return a body that cannot be read as it came, to become a dead letter.

    None where it holds no update at all, or was cut off on its way: asked for again, it comes whole.
    """
    number = NUMBER.search(body)
    if number is None or not _is_whole(body):
        return None
    raw = json.dumps(body.decode("utf-8", "backslashreplace"))
    return Arrival(bot_id, int(number[1]), _digest(NUMBER.sub(b"", body)), 0, raw)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_whole(body: bytes) -> bool:
    """Tell whether every bracket outside of strings is closed; reading to any depth, which a parser does not."""
    bare = STRING.sub(b"", body)
    return all(bare.count(begin) == bare.count(end) for begin, end in ((b"[", b"]"), (b"{", b"}")))


def _chat_key(update: Mapping[str, Any]) -> int:
    """Return the chat an update belongs to, for its order; 0 where the update does not say."""
    press = update.get("callback_query")
    holder = press.get("message") if isinstance(press, dict) else None
    for kind in CHAT_OF:
        holder = holder or update.get(kind)
    chat = holder.get("chat") if isinstance(holder, dict) else None
    number = chat.get("id") if isinstance(chat, dict) else None
    if number is None and isinstance(press, dict) and isinstance(press.get("from"), dict):
        number = press["from"].get("id")
    return _number(number) or 0


def _number(value: object) -> int | None:
    """Return a value that is a number a database takes; True is none, whatever Python says."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 62 else None
