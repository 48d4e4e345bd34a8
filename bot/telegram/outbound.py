"""From a spoken message to what the Bot API takes: keyboards, callback data, text cut by UTF-16 units. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.words import Button, Spoken
from bot.telegram import payload

Json = Mapping[str, Any]
LONGEST_TEXT = 4096  # UTF-16 units (telegram.md R46)
LONGEST_ANSWER = 200  # of a press (R62)
CUT = "…"


def private_keyboard(spoken: Spoken, screen: int | None) -> Json | None:
    """Return the buttons of a message in a private chat."""
    if not spoken.rows:
        return {"force_reply": True} if spoken.asks_reply else None
    return _keyboard(spoken, lambda button: payload.for_private(button.code, screen))


def card_keyboard(spoken: Spoken, tip_id: int, version: int) -> Json:
    """Return the buttons of a card."""
    return _keyboard(spoken, lambda button: payload.for_card(tip_id, version, button.code))


def plain_keyboard(spoken: Spoken) -> Json | None:
    """Return buttons whose codes are the data itself."""
    return _keyboard(spoken, lambda button: button.code) if spoken.rows else None


def cut(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return `text` within `longest` UTF-16 units, never cut through a surrogate pair; nothing becomes an ellipsis."""
    if not text.strip():
        return CUT
    encoded = text.encode("utf-16-le")
    if len(encoded) <= longest * 2:
        return text
    return encoded[: (longest - 1) * 2].decode("utf-16-le", "ignore") + CUT


def _keyboard(spoken: Spoken, data: Callable[[Button], str]) -> Json:
    return {"inline_keyboard": [[_button(button, data) for button in row] for row in spoken.rows]}


def _button(button: Button, data: Callable[[Button], str]) -> Json:
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": data(button)}
