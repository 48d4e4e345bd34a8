"""The desk's reasons and questions as their reader meets them."""

from collections.abc import Sequence
from typing import Any

from bot.conversation.values import label
from review.port import Asked, Entry


def question_lines(asked: Sequence[Asked]) -> list[Any]:
    """Return questions as lines: those of the bank in the reader's language."""
    words = [label(f"question.{q.code}") if q.code != "free" else q.text for q in asked]
    return [{"label": "line.question", "values": {"cau_hoi": text}} for text in words]


def reason_text(reason: Entry, locale: str, note: str) -> tuple[str, str]:
    """Return the reason and the advice a sender reads; a place that nothing fills falls back to the short name."""
    language = "en" if locale == "en" else "vi"
    text, advice = reason.details[f"text_{language}"], reason.details[f"suggestion_{language}"]
    said = _filled(text, note) or reason.label(locale)
    return said, "" if advice == text else _filled(advice, note)


def _filled(text: str, note: str) -> str:
    if "{" not in text:
        return text
    start, end = text.index("{"), text.index("}")
    return text[:start] + note + text[end + 1 :] if note else ""
