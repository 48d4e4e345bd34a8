"""The Bot API's methods, one function each: (world, fields, uploads) → result, or the refusal the server would give."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from bot.rehearsal import checks
from bot.rehearsal.sentences import NOT_MODIFIED, TOO_OLD_QUERY, Refusal, bad
from bot.rehearsal.wire import Upload
from bot.rehearsal.world import Chat, Json, World, public

Fields = Mapping[str, Any]
Uploads = Mapping[str, Upload]
Method = Callable[[World, Fields, Uploads], Any]
PRESS_LIFE = 150.0
DELETE_LIFE = 48 * 3600.0
LARGEST_DOWNLOAD = 20 * 1024 * 1024
MEDIA_KINDS = ("document", "video", "voice", "audio", "animation", "video_note")


def get_me(world: World, _fields: Fields, _uploads: Uploads) -> Json:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**world.me, **abilities}


def send_message(world: World, fields: Fields, _uploads: Uploads) -> Json:
    content: Json = {"text": checks.text(fields.get("text"))}
    return _send(world, fields, content)


def send_photo(world: World, fields: Fields, uploads: Uploads) -> Json:
    return _send(world, fields, _media(world, "photo", fields.get("photo"), uploads) | _caption(fields))


def send_media(kind: str) -> Method:
    """Return the method that sends one file of a kind."""

    def method(world: World, fields: Fields, uploads: Uploads) -> Json:
        return _send(world, fields, _media(world, kind, fields.get(kind), uploads) | _caption(fields))

    return method


def send_media_group(world: World, fields: Fields, uploads: Uploads) -> list[Json]:
    """Send an album of two to ten (R61)."""
    items = orjson.loads(fields.get("media") or b"[]")
    if not 2 <= len(items) <= 10:  # noqa: PLR2004 - the Bot API's own bounds
        raise bad("wrong number of media in the album")
    group = f"album{world.version}"
    contents = [_media(world, item["type"], item["media"], uploads) | _caption(item) for item in items]
    return [_send(world, fields, {**content, "media_group_id": group}) for content in contents]


def edit_message_text(world: World, fields: Fields, _uploads: Uploads) -> Json:
    message = _own_message(world, fields)
    return _edit(world, message, {"text": checks.text(fields.get("text"))}, fields)


def edit_message_caption(world: World, fields: Fields, _uploads: Uploads) -> Json:
    return _edit(world, _own_message(world, fields), _caption(fields), fields)


def edit_message_reply_markup(world: World, fields: Fields, _uploads: Uploads) -> Json:
    return _edit(world, _own_message(world, fields), {}, fields)


def delete_message(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Delete a message of the last 48 hours (R43)."""
    chat = checks.chat(world, fields)
    message = chat.messages.get(whole(fields, "message_id"))
    if message is None:
        raise bad("message to delete not found")
    if world.clock.now() - message["date"] > DELETE_LIFE:
        raise bad("message can't be deleted for everyone")
    del chat.messages[message["message_id"]]
    world.touch()
    return True


def answer_callback_query(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Answer a press once, while it lives (R44)."""
    press = world.presses.get(str(fields.get("callback_query_id", "")))
    if press is None or world.clock.now() - press.at > PRESS_LIFE:
        raise Refusal(400, TOO_OLD_QUERY)
    press.answer = {"text": fields.get("text", ""), "show_alert": fields.get("show_alert", False)}
    world.touch()
    return True


def get_file(world: World, fields: Fields, _uploads: Uploads) -> Json:
    """Give a file's path for an hour, up to 20 MiB (R70, R71)."""
    file_id = str(fields.get("file_id", ""))
    stored = world.files.get(file_id)
    if stored is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > LARGEST_DOWNLOAD:
        raise bad("file is too big")
    stored.given_at = world.clock.now()
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-16:],
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


def get_chat(world: World, fields: Fields, _uploads: Uploads) -> Json:
    return checks.chat(world, fields).data


def get_chat_member(world: World, fields: Fields, _uploads: Uploads) -> Json:
    chat = checks.chat(world, fields)
    return _member(world, chat, whole(fields, "user_id"))


def get_chat_administrators(world: World, fields: Fields, _uploads: Uploads) -> list[Json]:
    chat = checks.chat(world, fields)
    return [_member(world, chat, user) for user in sorted(chat.admins)]


def send_chat_action(world: World, fields: Fields, _uploads: Uploads) -> bool:
    chat = checks.chat(world, fields)
    world.typing[chat.data["id"]] = world.clock.now()
    world.touch()
    return True


def set_my_commands(world: World, fields: Fields, _uploads: Uploads) -> bool:
    world.commands[str(fields.get("language_code", ""))] = orjson.loads(fields.get("commands") or b"[]")
    return True


def leave_chat(world: World, fields: Fields, _uploads: Uploads) -> bool:
    checks.chat(world, fields).bot_is_member = False
    return True


def accepted(_world: World, _fields: Fields, _uploads: Uploads) -> bool:
    """Take a call that changes nothing a telephone shows."""
    return True


def _send(world: World, fields: Fields, content: Json) -> Json:
    chat = checks.chat(world, fields)
    markup = checks.keyboard(fields.get("reply_markup"))
    replied = _replied(chat, fields)
    extra: Json = {"reply_to_message": public(replied)} if replied else {}
    if markup is not None and "inline_keyboard" in markup:  # the only markup a message shows again
        extra["reply_markup"] = markup
    return public(world.add_message(chat, world.me, content | extra))


def _edit(world: World, message: Json, content: Json, fields: Fields) -> Json:
    markup = checks.keyboard(fields.get("reply_markup"))
    new = {**message, **content}
    new.pop("reply_markup", None)
    if markup is not None:
        new["reply_markup"] = markup
    if new == message:
        raise Refusal(400, NOT_MODIFIED)
    message.setdefault("_edits", []).append({"text": message.get("text"), "at": world.clock.now()})
    message.pop("reply_markup", None)
    message.update({name: value for name, value in new.items() if not name.startswith("_")})
    message["edit_date"] = int(world.clock.now())
    world.touch(message)
    return public(message)


def _own_message(world: World, fields: Fields) -> Json:
    message = checks.chat(world, fields).messages.get(whole(fields, "message_id"))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != world.me["id"]:
        raise bad("message can't be edited")
    return message


def _replied(chat: Chat, fields: Fields) -> Json | None:
    given = fields.get("reply_parameters")
    parameters = orjson.loads(given) if isinstance(given, str) else given or {}
    number = parameters.get("message_id")
    if number is None:
        return None
    message = chat.messages.get(int(number))
    if message is None and not parameters.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return message


def _media(world: World, kind: str, given: object, uploads: Uploads) -> Json:
    """Return a message's file: an upload (`attach://name`, or the field itself) or a file_id known before."""
    name = str(given or kind).removeprefix("attach://")
    upload = uploads.get(name) or uploads.get(kind)
    content = upload.content if upload else world.files[name].content if name in world.files else None
    if content is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if kind == "photo":
        return {"photo": world.photo(content, 1280, 960)}
    file_id, unique = world.keep_file(content, f"{kind}s", "")
    shown: Json = {"file_id": file_id, "file_unique_id": unique, "file_size": len(content)}
    if upload:
        shown |= {"file_name": upload.name, "mime_type": upload.media_type}
    return {kind: shown}


def _caption(fields: Fields) -> Json:
    said = checks.caption(fields.get("caption"))
    return {"caption": said} if said else {}


def _member(world: World, chat: Chat, user_id: int) -> Json:
    user = world.me if user_id == world.me["id"] else world.users.get(user_id)
    if user is None:
        raise bad("user not found")
    is_here = user_id in chat.members or user_id == world.me["id"]
    status = "administrator" if user_id in chat.admins else "member" if is_here else "left"
    return {"user": user, "status": status}


def whole(fields: Fields, name: str, default: int = 0) -> int:
    """Return a whole number; what is none counts as absent, as with the server."""
    try:
        return int(fields.get(name, default))
    except (TypeError, ValueError):
        return default


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "sendmediagroup": send_media_group,
    **{f"send{kind.replace('_', '')}": send_media(kind) for kind in MEDIA_KINDS},
    "sendchataction": send_chat_action,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "setmycommands": set_my_commands,
    "leavechat": leave_chat,
    **dict.fromkeys(
        (
            "pinchatmessage",
            "unpinchatmessage",
            "setmydescription",
            "setmyshortdescription",
            "setchatmenubutton",
            "setmessagereaction",
            "logout",
            "close",
        ),
        accepted,
    ),
}
