"""What a Telegram message means to a dialogue: from PTB's objects to Incoming, once, at the border. Pure."""

import re
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
from bot.telegram.attached import file_of
from bot.telegram.enclosed import contents_of, words_of
from bot.telegram.kinds import is_service, refused_kind
from bot.telegram.shapes import mark, moment, number
from review.language.clean import clean_text
from review.port import Part

DOOR = "telegram"
NOBODY = frozenset({1087968824, 136817688, 777000})  # anonymous admin, channel, Telegram itself (telegram.md R19)
LONGEST_NAME = 100
NAMELESS = "?"  # forwarded from where nobody is named, or from what came after Bot API 10.0
COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
MOST_ARGUMENTS = 3  # words: whoever writes more behind a command writes a tip
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
    text = words_of(message)
    command, argument = _command(message, text)
    part = None if command else _part(message, text, is_edit=is_edit)
    if part is None and not command and is_service(message):
        return None
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
        unsupported=refused_kind(message),
    )


def _part(message: Message, text: str, *, is_edit: bool) -> Part | None:
    """Return a message as part of a tip; None for what is none, and for a live position that has moved on."""
    file, contents = file_of(message), contents_of(message)
    is_empty = file is None and contents is None and not text.strip()
    if is_empty or (contents is not None and is_edit):
        return None
    return Part(
        door=DOOR,
        chat_id=number(message.chat.id),
        message_id=number(message.message_id),
        kind=contents.kind if contents else file.kind if file else "text",
        sent_at=moment(message.date),
        text=contents.text if contents else text,
        file=file,
        media_group_id=mark(message.media_group_id) if message.media_group_id else None,
        forwarded_from=_origin(message.forward_origin),
        reply_to=number(message.reply_to_message.message_id) if message.reply_to_message else None,
        contents=contents,
    )


def _command(message: Message, text: str) -> tuple[str, str]:
    """Return the command and its argument when the message is one; people type, so entities are not asked.

    A piece of a long text may begin with a stroke, and a tip with "/tin": both are words, not commands.
    """
    found = COMMAND.fullmatch(text.strip()) if message.caption is None else None
    argument = (found[2] or "").strip() if found else ""
    if found is None or len(argument.split()) > MOST_ARGUMENTS:
        return "", ""
    return found[1].casefold(), argument


def _origin(origin: MessageOrigin | None) -> str | None:
    """Return the shown name a message was forwarded from; kept back, never exported (telegram.md R27)."""
    match origin:
        case None:
            return None
        case MessageOriginUser():
            shown = origin.sender_user.full_name
        case MessageOriginHiddenUser():
            shown = origin.sender_user_name
        case MessageOriginChat():
            shown = origin.sender_chat.title or ""
        case MessageOriginChannel():
            shown = origin.chat.title or ""
        case _:
            shown = ""
    return _name(shown) or NAMELESS


def _name(shown: str) -> str:
    return " ".join(clean_text(shown).split())[:LONGEST_NAME]
