"""What a raw update tells about the world: who wrote in which chat, so that the bot's answer to it has a place."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.world import Chat, Json, Press, World

MESSAGES = ("message", "edited_message")


def learn(world: World, update: Mapping[str, Any]) -> None:
    """Note chat, person, message and press of a raw update where they can be understood; anything else is left."""
    for name in MESSAGES:
        _message(world, update.get(name))
    query = update.get("callback_query")
    if isinstance(query, dict):
        _person(world, query.get("from"))
        _message(world, query.get("message"))
        if isinstance(query.get("id"), str):
            world.presses.setdefault(query["id"], Press(world.clock.now()))
    member = update.get("my_chat_member")
    if isinstance(member, dict):
        _person(world, member.get("from"))
        _chat(world, member.get("chat"))


def _message(world: World, message: object) -> None:
    if not isinstance(message, dict):
        return
    _person(world, message.get("from"))
    chat = _chat(world, message.get("chat"))
    number = message.get("message_id")
    is_whole = isinstance(number, int) and isinstance(message.get("date"), int) and _has_id(message.get("from"))
    if chat is None or not is_whole or not isinstance(number, int):
        return
    known = chat.messages.setdefault(number, {})
    known.update(message)
    chat.next_id = max(chat.next_id, number + 1)
    world.touch(known)


def _chat(world: World, shown: object) -> Chat | None:
    if not isinstance(shown, dict) or not _has_id(shown) or not isinstance(shown.get("type"), str):
        return None
    return world.chats.setdefault(shown["id"], Chat(dict(shown), members={shown["id"]} if shown["id"] > 0 else set()))


def _person(world: World, user: object) -> None:
    if isinstance(user, dict) and _has_id(user) and user["id"] != world.me["id"]:
        known: Json = world.users.setdefault(user["id"], {"is_bot": False, "first_name": str(user["id"])})
        known.update(user)


def _has_id(thing: object) -> bool:
    return isinstance(thing, dict) and isinstance(thing.get("id"), int) and not isinstance(thing["id"], bool)
