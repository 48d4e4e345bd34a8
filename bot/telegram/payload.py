"""Callback data, opaque and short: `v1:p:<screen>:<code>` in private, `v1:t:<tip>:<version>:<act>` on a card."""

from dataclasses import dataclass

LONGEST = 64
MOST_DIGITS = 12
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Private:
    """A button of a private chat: the screen it was offered on (None where that is no matter) and its code."""

    screen: int | None
    code: str


@dataclass(frozen=True, slots=True)
class OnCard:
    """A button of a card: which tip, in which version, and the act."""

    tip_id: int
    version: int
    act: str


def for_private(code: str, screen: int | None) -> str:
    """Return the data of a private button."""
    return _checked(f"v1:p:{'' if screen is None else base36(screen)}:{code}")


def for_card(tip_id: int, version: int, act: str) -> str:
    """Return the data of a card's button."""
    return _checked(f"v1:t:{base36(tip_id)}:{base36(version)}:{act}")


def private(data: str) -> Private | None:
    """Read a private button; None for anything else."""
    match data.split(":", 3):
        case ["v1", "p", screen, code] if code and _is_number(screen or "0"):
            return Private(int(screen, 36) if screen else None, code)
    return None


def on_card(data: str) -> OnCard | None:
    """Read a card's button; None for anything else."""
    match data.split(":", 4):
        case ["v1", "t", tip, version, act] if _is_number(tip) and _is_number(version):
            return OnCard(int(tip, 36), int(version, 36), act)
    return None


def base36(number: int) -> str:
    """Return a number of zero or more in base 36."""
    digits = ""
    while True:
        number, last = divmod(number, 36)
        digits = DIGITS[last] + digits
        if number == 0:
            return digits


def _is_number(text: str) -> bool:
    """Tell whether a forged button cannot hurt: digits of ours, and few enough for a 64-bit number."""
    return 0 < len(text) <= MOST_DIGITS and not set(text) - set(DIGITS)


def _checked(data: str) -> str:
    if len(data.encode()) > LONGEST:
        raise ValueError("callback data is longer than 64 bytes")
    return data
