"""What the Bot API refuses before it does anything: lengths in UTF-16 units, buttons, chats it cannot write to."""

from collections.abc import Mapping
from typing import Any

import orjson

from bot.rehearsal.sentences import Refusal, bad, forbidden
from bot.rehearsal.world import Chat, World

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_DATA = 4096, 1024, 64
GONE = {
    "blocked": forbidden("bot was blocked by the user"),
    "deactivated": forbidden("user is deactivated"),
    "kicked": forbidden("bot was kicked from the supergroup chat"),
}


def chat(world: World, fields: Mapping[str, Any]) -> Chat:
    """Return the chat a call is for; raises what the Bot API says where it cannot be written to."""
    try:
        number = int(fields.get("chat_id", ""))
    except ValueError:
        raise bad("chat not found") from None
    found = world.chats.get(number)
    if found is None:
        raise bad("chat not found")
    if found.migrated_to is not None:
        sentence = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refusal(400, sentence, {"migrate_to_chat_id": found.migrated_to})
    if found.gone:
        refusal = GONE[found.gone]
        raise Refusal(refusal.code, refusal.sentence)
    return found


def text(value: object) -> str:
    """Return a message's text; raises where it is empty or too long."""
    said = str(value or "")
    if not said:
        raise bad("message text is empty")
    if not said.strip():
        raise bad("text must be non-empty")
    if units(said) > LONGEST_TEXT:
        raise bad("message is too long")
    return said


def caption(value: object) -> str:
    said = str(value or "")
    if units(said) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return said


def keyboard(value: object) -> dict[str, Any] | None:
    """Return the reply markup; raises where a button could not be pressed."""
    if not value:
        return None
    markup: dict[str, Any] = orjson.loads(value) if isinstance(value, (str, bytes)) else dict(value)  # type: ignore[call-overload]  # JSON by form or by body
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            _button(button)
    return markup


def units(said: str) -> int:
    """Return a text's length in UTF-16 units."""
    return len(said.encode("utf-16-le", "surrogatepass")) // 2


def _button(button: Mapping[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad("text buttons are unallowed in the inline keyboard")
    data, url = button.get("callback_data"), button.get("url")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if url is not None and not str(url).startswith(("https://", "http://", "tg://")):
        raise bad("BUTTON_URL_INVALID")
