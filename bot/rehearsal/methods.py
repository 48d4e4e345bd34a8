"""The Bot API's methods by name, and those that ask or set something; what sends or edits has a file of its own."""

import math
from collections.abc import Mapping
from typing import Any

from bot.rehearsal import checks, editing, media, profile, sending, sentences, topics
from bot.rehearsal.markup import units
from bot.rehearsal.sending import Method
from bot.rehearsal.upload import Upload
from bot.rehearsal.world import Chat, Json, World

Fields = Mapping[str, Any]
Uploads = Mapping[str, Upload]
LONGEST_ANSWER = 200  # R62
MOST_REACTIONS = 1  # of a bot on one message
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_me(world: World, _fields: Fields, _uploads: Uploads) -> Json:
    abilities = {"can_join_groups": True, "supports_inline_queries": False}
    return {**world.me, **abilities, "can_read_all_group_messages": world.reads_all}


def answer_callback_query(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Answer a press while it lives (R44)."""
    text = str(fields.get("text") or "")
    if units(text) > LONGEST_ANSWER:
        raise sentences.ANSWER_TOO_LONG.refusal()
    press = world.presses.get(str(fields.get("callback_query_id", "")))
    if press is None or world.clock.now() - press.at > world.press_life:
        raise sentences.TOO_OLD_QUERY.refusal()
    press.answer = {"text": text, "show_alert": fields.get("show_alert", False)}
    world.touch()
    return True


def get_file(world: World, fields: Fields, _uploads: Uploads) -> Json:
    """Give a file's path for an hour, up to 20 MiB (R70, R71)."""
    file_id = str(fields.get("file_id", ""))
    stored = world.files.get(file_id)
    if stored is None:
        raise sentences.FILE_UNAVAILABLE.refusal()
    size = stored.size or len(stored.content)
    if size > media.LARGEST_DOWNLOAD:
        raise sentences.FILE_TOO_BIG.refusal()
    stored.given_at = world.clock.now()
    unique = stored.unique or file_id[-16:]
    return {"file_id": file_id, "file_unique_id": unique, "file_size": size, "file_path": stored.path}


def get_chat(world: World, fields: Fields, _uploads: Uploads) -> Json:
    chat = _chat_seen(world, fields)
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
    pinned = [chat.messages[number] for number in chat.pinned[-1:] if number in chat.messages]
    shown = {"pinned_message": {k: v for k, v in pinned[0].items() if not k.startswith("_")}} if pinned else {}
    return {**chat.data, **full, **shown}


def get_chat_member(world: World, fields: Fields, _uploads: Uploads) -> Json:
    return _member(world, _chat_seen(world, fields), whole(fields, "user_id"))


def get_chat_administrators(world: World, fields: Fields, _uploads: Uploads) -> list[Json]:
    chat = _chat_seen(world, fields)
    if chat.data["type"] == "private":
        raise sentences.PRIVATE_MEMBERS.refusal()
    return [_member(world, chat, user) for user in sorted(chat.admins)]


def leave_chat(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Leave a group; what the bot did itself, no update tells it."""
    checks.chat(world, fields).bot_is_member = False
    return True


def pin_chat_message(world: World, fields: Fields, _uploads: Uploads) -> bool:
    chat = _chat_for_pins(world, fields)
    number = whole(fields, "message_id")
    if number not in chat.messages:
        raise sentences.PIN_NOT_FOUND.refusal()
    chat.pinned = [*(pinned for pinned in chat.pinned if pinned != number), number]
    world.touch()
    return True


def unpin_chat_message(world: World, fields: Fields, _uploads: Uploads) -> bool:
    chat = _chat_for_pins(world, fields)
    number = whole(fields, "message_id", chat.pinned[-1] if chat.pinned else 0)
    chat.pinned = [pinned for pinned in chat.pinned if pinned != number]
    world.touch()
    return True


def set_message_reaction(world: World, fields: Fields, _uploads: Uploads) -> bool:
    """Put the bot's one reaction under a message, or take it away."""
    message = checks.chat(world, fields).messages.get(whole(fields, "message_id"))
    if message is None:
        raise sentences.REACT_NOT_FOUND.refusal()
    given = checks.structure(fields.get("reaction"), "reaction") or []
    if not isinstance(given, list) or len(given) > MOST_REACTIONS:
        raise sentences.REACTION_INVALID.refusal()
    message["_reaction"] = given
    world.touch(message)
    return True


def create_chat_invite_link(world: World, fields: Fields, _uploads: Uploads) -> Json:
    chat = checks.chat(world, fields)
    link = f"https://t.me/+standin{-chat.data['id']}"
    return {
        "invite_link": link,
        "creator": world.me,
        "creates_join_request": False,
        "is_primary": False,
        "is_revoked": False,
    }


def log_out(world: World, _fields: Fields, _uploads: Uploads) -> bool:
    world.logged_out_at = world.clock.now()
    return True


def close(world: World, _fields: Fields, _uploads: Uploads) -> bool:
    """Close the bot's instance before it moves to another server; not in its first ten minutes (R63)."""
    early = world.launched_at + sentences.CLOSE_TOO_EARLY - world.clock.now()
    if early > 0:
        raise sentences.too_many(math.ceil(early))
    return True


def accepted(_world: World, _fields: Fields, _uploads: Uploads) -> bool:
    """Take a call that changes nothing a telephone shows."""
    return True


def whole(fields: Fields, name: str, default: int = 0) -> int:
    """Return a whole number; what is none counts as absent, as with the server."""
    try:
        return int(fields.get(name, default))
    except (TypeError, ValueError):
        return default


def _chat_seen(world: World, fields: Fields) -> Chat:
    """Return a chat the bot may ask about: any private one, a group while it is in it."""
    chat = checks.known_chat(world, fields)
    return chat if chat.data["type"] == "private" else checks.chat(world, fields)


def _chat_for_pins(world: World, fields: Fields) -> Chat:
    chat = checks.chat(world, fields)
    if "pins" in chat.denied:
        raise sentences.NO_RIGHT_TO_PIN.refusal()
    return chat


def _member(world: World, chat: Chat, user_id: int) -> Json:
    user = world.me if user_id == world.me["id"] else world.users.get(user_id)
    if user is None:
        raise sentences.USER_NOT_FOUND.refusal()
    if user_id in chat.admins:
        rights = dict.fromkeys(ADMIN_RIGHTS, True)
        return {"user": user, "status": "administrator", "can_be_edited": False, "is_anonymous": False, **rights}
    is_here = user_id in chat.members or user_id == world.me["id"]
    return {"user": user, "status": "member" if is_here else "left"}


METHODS: Mapping[str, Method] = {
    **sending.METHODS,
    **editing.METHODS,
    **topics.METHODS,
    **profile.METHODS,
    "getme": get_me,
    "answercallbackquery": answer_callback_query,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "leavechat": leave_chat,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
    "setmessagereaction": set_message_reaction,
    "createchatinvitelink": create_chat_invite_link,
    "logout": log_out,
    "close": close,
    "setmyname": accepted,
}
