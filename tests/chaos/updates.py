"""Updates as Telegram sends them, to be put into the stand-in's queue as they are: good ones, and good ones spoiled."""

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import orjson

from bot.rehearsal.forms import dumped

Json = dict[str, Any]
NOON = 1_794_459_120  # 12/11/2026 11:52 at the desk
CANARY = "CANARY-OF-A-MESSAGE"
HUGE = 1 << 70
FAR = 10**18


def a_user(account: int, name: str = "Lan") -> Json:
    return {"id": account, "is_bot": False, "first_name": name, "language_code": "vi"}


def a_text(account: int, number: int, text: str, **more: Any) -> Json:
    """Return a message; its number is the second it was sent in, so that both tell the same order."""
    chat = {"id": account, "type": "private", "first_name": "Lan"}
    head = {"message_id": number, "date": NOON + number, "chat": chat, "from": a_user(account)}
    return {"message": {**head, "text": text, **more}}


def a_photo_message(account: int, number: int, **more: Any) -> Json:
    """Return a photo that nobody can fetch."""
    size = {"file_id": f"AgAC{number}", "file_unique_id": f"AQAD{number}", "width": 90, "height": 60, "file_size": 5}
    message = a_text(account, number, "")["message"] | {"photo": [size], **more}
    del message["text"]
    return {"message": message}


def an_edit(account: int, number: int, text: str) -> Json:
    return {"edited_message": a_text(account, number, text)["message"] | {"edit_date": NOON + number + 1}}


def a_press(account: int, number: int, data: str) -> Json:
    message = {"message_id": 1, "date": NOON, "chat": {"id": account, "type": "private"}, "text": "…"}
    query = {"id": f"{number}", "from": a_user(account), "chat_instance": "1", "data": data, "message": message}
    return {"callback_query": query}


def a_membership(account: int, status: str = "member") -> Json:
    """Return the update that tells the bot of its own place in a chat."""
    bot = a_user(7000000001, "tinbai") | {"is_bot": True}
    old, new = {"user": bot, "status": "member"}, {"user": bot, "status": status}
    chat = {"id": account, "type": "private"}
    change = {"chat": chat, "from": a_user(account), "date": NOON, "old_chat_member": old, "new_chat_member": new}
    return {"my_chat_member": change}


def good_of_every_kind(account: int, number: int) -> list[Json]:
    """Return one update of each kind the desk asks for, with a canary in every text."""
    entity = {"type": "bold", "offset": 0, "length": 3}
    origin = {"type": "hidden_user", "date": NOON, "sender_user_name": CANARY}
    voice = {"file_id": f"V{number}", "file_unique_id": f"VU{number}", "duration": 3, "file_size": 9}
    return [
        a_text(account, number, f"Tin {CANARY}", entities=[entity], forward_origin=origin),
        a_photo_message(account, number, caption=CANARY, media_group_id=f"album{number}"),
        {"message": a_text(account, number, CANARY)["message"] | {"voice": voice}},
        an_edit(account, number, f"Sửa {CANARY}"),
        a_press(account, number, f"v1:p:1:{CANARY}"),
        a_membership(account),
    ]


def spoiled(update: Json, chance: random.Random) -> Json:
    """Return the update with one to three places of it spoiled."""
    copy: Json = orjson.loads(orjson.dumps(update))
    for _ in range(chance.randint(1, 3)):
        places = _places(copy)
        if places:
            chance.choice(WAYS)(*chance.choice(places), chance)
    return copy


def unreadable(chance: random.Random) -> Json:
    """Return an update no parser of ours takes: thousands of digits, 100,000 brackets, no JSON at all."""
    return {"message": orjson.Fragment(chance.choice(UNREADABLE))}


def as_sent(update: Json) -> Json:
    """Return an update whose parts are written already, so that one batch may hold what no writer takes together."""
    return {kind.encode("utf-8", "replace").decode(): orjson.Fragment(dumped(value)) for kind, value in update.items()}


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place of a structure as (holder, key)."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    found: list[tuple[Any, Any]] = [(value, key) for key in keys]
    for key in keys:
        found += _places(value[key])
    return found


def _missing(holder: Any, key: Any, _chance: random.Random) -> None:
    if isinstance(holder, dict):
        holder.pop(key, None)


def _wrong(holder: Any, key: Any, chance: random.Random) -> None:
    if isinstance(holder, list) and key >= len(holder):
        return
    holder[key] = deepcopy(chance.choice(JUNK))


def _extra(holder: Any, _key: Any, chance: random.Random) -> None:
    if isinstance(holder, dict):
        holder[chance.choice(["", "new_field", "\ud800", "api_kwargs", "self", "bot", "__class__"])] = CANARY


def _twice(holder: Any, key: Any, _chance: random.Random) -> None:
    if isinstance(holder, list) and key < len(holder):
        holder.extend([holder[key]] * 3)


def _deep(holder: Any, key: Any, chance: random.Random) -> None:
    value: Any = CANARY
    for _ in range(chance.choice([3, 60, 200])):
        value = {"x": value} if chance.random() < 0.5 else [value]
    _put(holder, key, value)


def _put(holder: Any, key: Any, value: Any) -> None:
    if isinstance(holder, dict) or key < len(holder):
        holder[key] = value


WAYS: list[Callable[[Any, Any, random.Random], None]] = [_missing, _wrong, _wrong, _extra, _twice, _deep]
JUNK: list[Any] = [
    None, True, False, 0, -1, 1 << 31, 1 << 63, -(1 << 63), HUGE, 1e308, 0.1, FAR, -FAR, -FAR * 1000,
    "", "x", "0", "\ud800", "\udfff\ud800", "\x00", "\u202e", CANARY, CANARY * 4000, [], {}, [[]], [{}], [None],
]  # fmt: skip
UNREADABLE = (
    b'{"message_id":' + b"9" * 5000 + b"}",
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 1000 + b"1" + b"}" * 1000,
    b"<html>" + CANARY.encode() + b"</html>",
    b'{"text":NaN-not-a-number}',
)
