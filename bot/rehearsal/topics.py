"""Topics of a forum: made, closed, opened again and deleted by an admin; the general one is never named (R23)."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal import checks, sentences
from bot.rehearsal.sending import Method
from bot.rehearsal.upload import Upload
from bot.rehearsal.world import Chat, Json, World

Fields = Mapping[str, Any]
Uploads = Mapping[str, Upload]
FIRST_TOPIC = 2  # 1 is the general one


def create_forum_topic(world: World, fields: Fields, _uploads: Uploads) -> Json:
    chat, name = _managed(world, fields), str(fields.get("name", ""))
    if not name.strip():
        raise sentences.TOPIC_NAME_EMPTY.refusal()
    number = max(chat.next_id, FIRST_TOPIC)
    topic = {"message_thread_id": number, "name": name, "icon_color": 7322096}
    chat.next_id = number + 1
    chat.topics.append(topic)
    return dict(topic)


def edit_forum_topic(world: World, fields: Fields, _uploads: Uploads) -> bool:
    topic = _topic(_managed(world, fields), fields)
    topic["name"] = str(fields.get("name") or topic["name"])
    return True


def close_forum_topic(world: World, fields: Fields, _uploads: Uploads) -> bool:
    _topic(_managed(world, fields), fields)["is_closed"] = True
    return True


def reopen_forum_topic(world: World, fields: Fields, _uploads: Uploads) -> bool:
    _topic(_managed(world, fields), fields).pop("is_closed", None)
    return True


def delete_forum_topic(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Delete a topic with its messages."""
    chat = _managed(world, fields)
    topic = _topic(chat, fields)
    chat.topics.remove(topic)
    number = topic["message_thread_id"]
    gone = [key for key, message in chat.messages.items() if message.get("message_thread_id") == number]
    for key in gone:
        del chat.messages[key]
    world.touch()
    return True


def _managed(world: World, fields: Fields) -> Chat:
    """Return a forum the bot may manage topics of."""
    chat = checks.chat(world, {name: value for name, value in fields.items() if name != "message_thread_id"})
    if not chat.data.get("is_forum"):
        raise sentences.NOT_A_FORUM.refusal()
    if world.me["id"] not in chat.admins:
        raise sentences.NO_RIGHT_FOR_TOPIC.refusal()
    return chat


def _topic(chat: Chat, fields: Fields) -> Json:
    number = str(fields.get("message_thread_id", ""))
    topic = next((each for each in chat.topics if str(each["message_thread_id"]) == number), None)
    if topic is None:
        raise sentences.THREAD_NOT_FOUND.refusal()
    return topic


METHODS: Mapping[str, Method] = {
    "createforumtopic": create_forum_topic,
    "editforumtopic": edit_forum_topic,
    "closeforumtopic": close_forum_topic,
    "reopenforumtopic": reopen_forum_topic,
    "deleteforumtopic": delete_forum_topic,
}
