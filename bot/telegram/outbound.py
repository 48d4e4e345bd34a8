"""From a spoken message to what the Bot API takes: keyboards, callback data, text cut by UTF-16 units. Pure."""

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.conversation.words import Button, Spoken
from bot.telegram import payload

LONGEST_TEXT = 4096  # UTF-16 units (telegram.md R46)
LONGEST_ANSWER = 200  # of a press (R62)
CUT = "…"


def private_keyboard(spoken: Spoken, screen: int | None) -> InlineKeyboardMarkup | ForceReply | None:
    """Return the buttons of a message in a private chat."""
    if not spoken.rows:
        return ForceReply() if spoken.asks_reply else None
    return InlineKeyboardMarkup([[_button(b, payload.for_private(b.code, screen)) for b in row] for row in spoken.rows])


def card_keyboard(spoken: Spoken, tip_id: int, version: int) -> InlineKeyboardMarkup:
    """Return the buttons of a card."""
    rows = [[_button(b, payload.for_card(tip_id, version, b.code)) for b in row] for row in spoken.rows]
    return InlineKeyboardMarkup(rows)


def plain_keyboard(spoken: Spoken) -> InlineKeyboardMarkup | None:
    """Return buttons whose codes are the data itself."""
    if not spoken.rows:
        return None
    return InlineKeyboardMarkup([[_button(b, b.code) for b in row] for row in spoken.rows])


def cut(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return `text` within `longest` UTF-16 units, never cut through a surrogate pair; nothing becomes an ellipsis."""
    if not text.strip():
        return CUT
    encoded = text.encode("utf-16-le")
    if len(encoded) <= longest * 2:
        return text
    return encoded[: (longest - 1) * 2].decode("utf-16-le", "ignore") + CUT


def _button(button: Button, data: str) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=data)
