"""What a Telegram message means to a dialogue: from PTB's objects to Incoming, once, at the border. Pure."""

from datetime import UTC, datetime

from telegram import (
    CallbackQuery,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)

from bot.conversation.incoming import Incoming, Kind
from bot.telegram import payload
from bot.telegram.shapes import mark, moment, number, size
from review.language.clean import clean_text
from review.port import FileRef, Part

DOOR = "telegram"
NOBODY = frozenset({1087968824, 136817688, 777000})  # anonymous admin, channel, Telegram itself (telegram.md R19)
UNSUPPORTED = ("sticker", "poll", "contact", "location", "venue", "dice", "game", "story", "animation", "video_note")
LONGEST_NAME = 100
LONGEST_TYPE = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # a press has no date of its own, and none is asked


def incoming(update: Update) -> Incoming | None:
    """Return what a private message, edit or press means; None for what is not a person's."""
    user = update.effective_user
    if user is None or user.is_bot or user.id in NOBODY:
        return None
    if update.callback_query is not None:
        return _press(update.callback_query)
    message = update.message or update.edited_message
    return _message(message, is_edit=update.edited_message is not None) if message else None


def _press(query: CallbackQuery) -> Incoming | None:
    pressed = payload.private(query.data or "")
    message_id = query.message.message_id if query.message else 0
    return Incoming(
        kind=Kind.CHOICE,
        door=DOOR,
        account_id=number(query.from_user.id),
        chat_id=number(query.message.chat.id if query.message else query.from_user.id),
        message_id=number(message_id),
        sent_at=EPOCH,
        choice=pressed.code if pressed else "",
        screen=pressed.screen if pressed else None,
        name=_name(query.from_user.full_name),
        locale=query.from_user.language_code or "vi",
    )


def _message(message: Message, *, is_edit: bool) -> Incoming | None:
    user = message.from_user
    if user is None:
        return None
    text = clean_text(message.text or message.caption or "")
    command, argument = _command(message, text)
    part = None if command else _part(message, text)
    kind = Kind.EDIT if is_edit else Kind.COMMAND if command else Kind.MESSAGE if part else Kind.UNSUPPORTED
    return Incoming(
        kind=kind,
        door=DOOR,
        account_id=number(user.id),
        chat_id=number(message.chat.id),
        message_id=number(message.message_id),
        sent_at=moment(message.date),
        text=argument if command else text,
        command=command,
        part=part,
        name=_name(user.full_name),
        locale=user.language_code or "vi",
        unsupported=_unsupported(message),
    )


def _part(message: Message, text: str) -> Part | None:
    file = _file(message)
    if file is None and not text.strip():
        return None
    return Part(
        door=DOOR,
        chat_id=number(message.chat.id),
        message_id=number(message.message_id),
        kind=file.kind if file else "text",
        sent_at=moment(message.date),
        text=text,
        file=file,
        media_group_id=mark(message.media_group_id) if message.media_group_id else None,
        forwarded_from=_origin(message.forward_origin),
        reply_to=number(message.reply_to_message.message_id) if message.reply_to_message else None,
    )


def _file(message: Message) -> FileRef | None:
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        ref, unique = mark(best.file_id), mark(best.file_unique_id)
        return FileRef("photo", ref, unique, size(best.file_size), width=size(best.width), height=size(best.height))
    for kind in ("document", "video", "voice", "audio", "video_note", "animation"):
        found = getattr(message, kind)
        if found is not None:
            name = clean_text(getattr(found, "file_name", None) or "")[:200]
            media_type = clean_text(getattr(found, "mime_type", None) or "")[:LONGEST_TYPE]
            ref, unique = mark(found.file_id), mark(found.file_unique_id)
            return FileRef(kind, ref, unique, size(found.file_size), name, media_type)
    return None


def _command(message: Message, text: str) -> tuple[str, str]:
    """Return the command and its argument when the message begins with one; people type, so entities are not asked."""
    if message.caption is not None or not text.startswith("/"):
        return "", ""
    word, _, argument = text[1:].partition(" ")
    return word.partition("@")[0].casefold(), argument.strip()


def _origin(origin: MessageOrigin | None) -> str | None:
    """Return the shown name a message was forwarded from; kept back, never exported (telegram.md R27)."""
    match origin:
        case MessageOriginUser():
            return _name(origin.sender_user.full_name)
        case MessageOriginHiddenUser():
            return _name(origin.sender_user_name)
        case MessageOriginChat():
            return _name(origin.sender_chat.title or "")
        case MessageOriginChannel():
            return _name(origin.chat.title or "")
    return None


def _unsupported(message: Message) -> str:
    return next((kind for kind in UNSUPPORTED if getattr(message, kind, None) is not None), "other")


def _name(shown: str) -> str:
    return " ".join(clean_text(shown).split())[:LONGEST_NAME]
