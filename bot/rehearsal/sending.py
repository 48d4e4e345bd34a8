"""The methods that send: one function each, (world, fields, uploads) → what the Bot API answers."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.rehearsal import checks, media, sentences
from bot.rehearsal.upload import Upload
from bot.rehearsal.world import Chat, Json, World, public

Fields = Mapping[str, Any]
Uploads = Mapping[str, Upload]
Method = Callable[[World, Fields, Uploads], Any]
MEDIA_KINDS = ("document", "video", "voice", "audio", "animation", "video_note")
FIRST_ALBUM = 13_700_000_000_000_000
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
CONTENT = ("text", "entities", "caption", "caption_entities", "photo", *MEDIA_KINDS)


def send_message(world: World, fields: Fields, _uploads: Uploads) -> Json:
    return _send(world, fields, checks.said(fields), "text messages")


def send_media(kind: str) -> Method:
    """Return the method that sends one file of a kind."""

    def method(world: World, fields: Fields, uploads: Uploads) -> Json:
        content = media.shown(world, kind, fields.get(kind), uploads) | checks.caption(fields)
        return _send(world, fields, content, media.RIGHTS.get(kind, ""))

    return method


def send_media_group(world: World, fields: Fields, uploads: Uploads) -> list[Json]:
    """Send an album of two to ten (R61), all of it or nothing."""
    items = media.album(checks.structure(fields.get("media"), "media"))
    kind = media.RIGHTS[str(items[0]["type"])]
    checks.chat(world, fields, kind)
    contents = [media.shown(world, item["type"], item.get("media"), uploads) | checks.caption(item) for item in items]
    group = {"media_group_id": str(FIRST_ALBUM + world.version)}
    return [_send(world, fields, content | group, kind) for content in contents]


def copy_message(world: World, fields: Fields, _uploads: Uploads) -> Json:
    """Send the content of another message again. Our bot must not (section 4 of telegram.md); the ledger shows it."""
    source = _source(world, fields, sentences.COPY_NOT_FOUND)
    content = {name: source[name] for name in CONTENT if name in source}
    return {"message_id": _send(world, fields, content, "")["message_id"]}


def forward_message(world: World, fields: Fields, _uploads: Uploads) -> Json:
    """Forward a message with its origin. Our bot must not; the ledger shows it."""
    source = _source(world, fields, sentences.FORWARD_NOT_FOUND)
    content = {name: source[name] for name in CONTENT if name in source}
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return _send(world, fields, content | {"forward_origin": origin}, "")


def send_chat_action(world: World, fields: Fields, _uploads: Uploads) -> bool:
    chat = checks.chat(world, fields)
    if fields.get("action") not in ACTIONS:
        raise sentences.WRONG_ACTION.refusal()
    world.typing[chat.data["id"]] = world.clock.now()
    world.touch()
    return True


def _send(world: World, fields: Fields, content: Json, kind: str) -> Json:
    chat = checks.chat(world, fields, kind)
    markup = checks.keyboard(fields.get("reply_markup"))
    replied = _replied(chat, fields)
    extra: Json = {"reply_to_message": public(replied)} if replied else {}
    if markup is not None and "inline_keyboard" in markup:  # the only markup a message shows again
        extra["reply_markup"] = markup
    if markup is not None and markup.get("force_reply"):
        extra["_asks_reply"] = True  # no message shows it, but the telephone that gets it opens a reply
    if str(fields.get("protect_content", "")).lower() in {"true", "1"}:
        extra["has_protected_content"] = True
    if fields.get("message_thread_id"):
        extra |= {"message_thread_id": int(fields["message_thread_id"]), "is_topic_message": True}
    return public(world.add_message(chat, world.me, content | extra))


def _replied(chat: Chat, fields: Fields) -> Json | None:
    given = checks.structure(fields.get("reply_parameters"), "reply parameters")
    parameters: Json = given if isinstance(given, dict) else {"message_id": fields.get("reply_to_message_id")}
    number = parameters.get("message_id")
    if number is None:
        return None
    message = chat.messages.get(int(number)) if str(number).lstrip("-").isdigit() else None
    if message is None and not parameters.get("allow_sending_without_reply"):
        raise sentences.REPLY_NOT_FOUND.refusal()
    return message


def _source(world: World, fields: Fields, missing: sentences.Sentence) -> Json:
    chat = checks.known_chat(world, {"chat_id": fields.get("from_chat_id")})
    number = fields.get("message_id")
    message = chat.messages.get(int(number)) if str(number).isdigit() and number is not None else None
    if message is None:
        raise missing.refusal()
    return message


METHODS: Mapping[str, Method] = {
    "sendmessage": send_message,
    "sendphoto": send_media("photo"),
    **{f"send{kind.replace('_', '')}": send_media(kind) for kind in MEDIA_KINDS},
    "sendmediagroup": send_media_group,
    "copymessage": copy_message,
    "forwardmessage": forward_message,
    "sendchataction": send_chat_action,
}
