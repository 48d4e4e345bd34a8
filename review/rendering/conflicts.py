"""Figures in which joined tips differ: "37 người" here, "39 lượt người" there (domain guide, section 3)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from review.rendering.passages import Passage

COUNTED = re.compile(
    r"(?<![\d.,/\[])(?P<number>\d+(?:\.\d{3})*)(?=(?:\s+(?:lượt|bộ|trường hợp))?\s+"
    r"(?P<noun>người|hồ sơ|kết quả|hộ|thủ tục|đại biểu|học sinh|em|thanh niên|tình nguyện viên|phần quà|suất)(?!\w))"
)


def open_where_tips_differ(lines: Sequence[Passage]) -> list[Passage]:
    """Return the lines with `[[37 hay 39]]` where two authors count the same thing once each, and differently."""
    authors = list(dict.fromkeys(line.message.author for line in lines))
    if len(authors) <= 1:
        return list(lines)
    counts = [_counts(line.text for line in lines if line.message.author == author) for author in authors]
    choices: dict[str, str] = {}
    for noun in counts[0]:
        numbers = list(dict.fromkeys(count[noun] for count in counts if noun in count))
        if len(numbers) > 1:
            choices[noun] = f"[[{' hay '.join(numbers)}]]"
    return [
        replace(line, text=COUNTED.sub(lambda match: choices.get(match["noun"], match[0]), line.text)) for line in lines
    ]


def _counts(texts: Iterable[str]) -> dict[str, str]:
    """Return what is counted exactly once, and its number."""
    found: dict[str, list[str]] = {}
    for text in texts:
        for match in COUNTED.finditer(text):
            found.setdefault(match["noun"], []).append(match["number"])
    return {noun: numbers[0] for noun, numbers in found.items() if len(numbers) == 1}
