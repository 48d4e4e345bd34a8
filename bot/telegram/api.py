"""The calls that every message costs, made of plain values: PTB's objects of an answer nobody reads cost as much as it.

Errors are PTB's own, since the request goes through its `BaseRequest.post`.
"""

from collections.abc import Mapping
from typing import Any

from telegram.ext import ExtBot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

Json = Mapping[str, Any]
NO_PREVIEW = {"is_disabled": True}


async def send_message(
    bot: ExtBot[None],
    chat_id: int,
    text: str,
    markup: Json | None,
    *,
    protects: bool,
    is_silent: bool = False,
    to: int | None = None,
) -> int:
    """Send a message, below the message `to` and silently where asked; returns its number. Raises TelegramError."""
    values: dict[str, Any] = {"chat_id": chat_id, "text": text, "link_preview_options": NO_PREVIEW}
    if markup:
        values["reply_markup"] = markup
    if to is not None:
        values["reply_parameters"] = {"message_id": to}
    if is_silent:
        values["disable_notification"] = True
    if protects:
        values["protect_content"] = True
    sent = await _call(bot, "sendMessage", values)
    return int(sent["message_id"])


async def pin(bot: ExtBot[None], chat_id: int, message_id: int) -> None:
    """Pin a message without a sound; raises TelegramError."""
    await _call(bot, "pinChatMessage", {"chat_id": chat_id, "message_id": message_id, "disable_notification": True})


async def edit_message_text(bot: ExtBot[None], chat_id: int, message_id: int, text: str, markup: Json | None) -> None:
    """Redraw a message; raises TelegramError."""
    values: dict[str, Any] = {
        "chat_id": chat_id,
        "message_id": message_id,
        "text": text,
        "link_preview_options": NO_PREVIEW,
    }
    if markup:
        values["reply_markup"] = markup
    await _call(bot, "editMessageText", values)


async def answer_callback_query(bot: ExtBot[None], query_id: str, text: str | None) -> None:
    """Answer a pressed button, with words or without; raises TelegramError."""
    values: dict[str, Any] = {"callback_query_id": query_id}
    if text:
        values["text"] = text
    await _call(bot, "answerCallbackQuery", values)


async def _call(bot: ExtBot[None], method: str, values: Json) -> Any:
    parameters = [RequestParameter(name, value, None) for name, value in values.items()]
    return await bot.request.post(f"{bot.base_url}/{method}", RequestData(parameters))
