"""The methods that change what was sent: edits that know what stands there (R41, R42), deletion within 48 h (R43)."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal import checks, media, sentences
from bot.rehearsal.sending import CONTENT, MEDIA_KINDS, Method
from bot.rehearsal.upload import Upload
from bot.rehearsal.world import Chat, Json, World, public

Fields = Mapping[str, Any]
Uploads = Mapping[str, Upload]
DELETE_LIFE = 48 * 3600.0
FILES = ("photo", *MEDIA_KINDS)
ANSWERED = ("text", "entities", "caption", "caption_entities", "reply_markup")


def edit_message_text(world: World, fields: Fields, _uploads: Uploads) -> Json:
    message = _own_message(world, fields)
    if "text" not in message:
        raise sentences.NO_TEXT_TO_EDIT.refusal()
    return _edit(world, message, checks.said(fields), fields, without=("entities",))


def edit_message_caption(world: World, fields: Fields, _uploads: Uploads) -> Json:
    message = _own_message(world, fields)
    if "text" in message:
        raise sentences.NO_CAPTION_TO_EDIT.refusal()
    return _edit(world, message, checks.caption(fields), fields, without=("caption", "caption_entities"))


def edit_message_reply_markup(world: World, fields: Fields, _uploads: Uploads) -> Json:
    return _edit(world, _own_message(world, fields), {}, fields)


def edit_message_media(world: World, fields: Fields, uploads: Uploads) -> Json:
    message = _own_message(world, fields)
    item = checks.structure(fields.get("media"), "media")
    if not isinstance(item, dict) or item.get("type") not in FILES:
        raise sentences.CANT_PARSE_JSON.refusal(what="media")
    content = media.shown(world, str(item["type"]), item.get("media"), uploads) | checks.caption(item)
    return _edit(world, message, content, fields, without=CONTENT)


def delete_message(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Delete a message of the last 48 hours (R43); another's in a group only as its admin."""
    chat = checks.chat(world, fields)
    message = chat.messages.get(_number(fields))
    if message is None:
        raise sentences.DELETE_NOT_FOUND.refusal()
    if world.clock.now() - message["date"] > DELETE_LIFE:
        raise sentences.CANT_DELETE_FOR_ALL.refusal()
    if not _may_delete(world, chat, message):
        raise sentences.CANT_DELETE.refusal()
    del chat.messages[message["message_id"]]
    world.touch()
    return True


def delete_messages(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Delete several; those that are not there or may not be deleted are passed over, as the server does."""
    chat, given = checks.chat(world, fields), checks.structure(fields.get("message_ids"), "message_ids")
    if not isinstance(given, list) or not given:
        raise sentences.IDS_EMPTY.refusal()
    for number in given:
        message = chat.messages.get(number)
        is_young = message is not None and world.clock.now() - message["date"] <= DELETE_LIFE
        if message is not None and is_young and _may_delete(world, chat, message):
            del chat.messages[number]
    world.touch()
    return True


def _may_delete(world: World, chat: Chat, message: Json) -> bool:
    me = world.me["id"]
    return chat.data["type"] == "private" or message["from"]["id"] == me or me in chat.admins


def _edit(world: World, message: Json, content: Json, fields: Fields, without: tuple[str, ...] = ()) -> Json:
    """Put new content in place of `without`; what changes nothing is refused."""
    markup = checks.keyboard(fields.get("reply_markup"))
    gone = {*without, "reply_markup"} - set(content)
    new = {name: value for name, value in message.items() if name not in gone} | content
    if markup is not None:
        new["reply_markup"] = markup
    if new == message:
        raise sentences.NOT_MODIFIED.refusal()
    before = {name: message[name] for name in ANSWERED if name in message}
    new["_edits"] = [
        *message.get("_edits", []),
        {"at": world.clock.now(), "text": message.get("text"), "before": before},
    ]
    new["edit_date"] = int(world.clock.now())
    message.clear()
    message.update(new)
    world.touch(message)
    return public(message)


def _own_message(world: World, fields: Fields) -> Json:
    number = _number(fields)
    chat = checks.known_chat(world, fields)
    if number < 0:
        raise sentences.MESSAGE_ID_INVALID.refusal()
    message = chat.messages.get(number)
    if message is None:
        raise sentences.EDIT_NOT_FOUND.refusal()
    if message["from"]["id"] != world.me["id"]:
        raise sentences.CANT_EDIT.refusal()
    checks.chat(world, fields)
    return message


def _number(fields: Fields) -> int:
    try:
        return int(fields.get("message_id", 0))
    except (TypeError, ValueError):
        return 0


METHODS: Mapping[str, Method] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagemedia": edit_message_media,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
