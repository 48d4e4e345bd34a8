"""Where the tone mark stands in oa, oe, uy (domain guide, section 17.4): old hòa, new hoà, and the typo hòan."""

import re
import unicodedata

from review.language.finding import Finding, found

TONES = {"a": "aàáảãạ", "e": "eèéẻẽẹ", "y": "yỳýỷỹỵ", "o": "oòóỏõọ", "u": "uùúủũụ"}
PAIRS = (("o", "a"), ("o", "e"), ("u", "y"))
LETTER = "a-zA-ZÀ-ỹđĐ"


def _both_cases(letters: str) -> str:
    return f"[{letters}{letters.upper()}]"


def _new_form(first: str, second: str) -> re.Pattern[str]:
    """Match an open syllable with the mark on the second vowel, never after q."""
    return re.compile(rf"(?<![qQ]){_both_cases(first)}{_both_cases(TONES[second][1:])}(?![{LETTER}])")


def _old_form(first: str, second: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![qQ]){_both_cases(TONES[first][1:])}{_both_cases(second)}(?![{LETTER}])")


# Closed syllables carry the mark on the second vowel in both styles: hòan, ngòai, hùynh are typos; so are qủa and qúy.
ENDINGS = {"oa": "[cimnopty]", "oe": "[mnot]", "uy": "[cnptu]"}
NEW = tuple(_new_form(*pair) for pair in PAIRS)
OLD = tuple(_old_form(*pair) for pair in PAIRS)
MISPLACED = (
    *(
        re.compile(rf"(?<![qQ]){_both_cases(TONES[one][1:])}{_both_cases(two)}(?={ENDINGS[one + two]})", re.IGNORECASE)
        for one, two in PAIRS
    ),
    re.compile(rf"(?<=[qQ]){_both_cases(TONES['u'][1:])}[aeyAEY]"),
)


def to_old(text: str) -> str:
    """Return `text` (composed) with the mark on the first vowel: hoà → hòa, thuỷ → thủy; length never changes."""
    for pattern in NEW:
        text = pattern.sub(_moved_to_first, text)
    return text


def to_new(text: str) -> str:
    """Return `text` with the mark on the second vowel: hòa → hoà, thủy → thuỷ."""
    for pattern in OLD:
        text = pattern.sub(_moved_to_second, text)
    return text


def repair(text: str) -> str:
    """Return `text` with the mark of closed syllables where it belongs: hòan → hoàn, ngòai → ngoài."""
    for pattern in MISPLACED:
        text = pattern.sub(_moved_to_second, text)
    return text


def place_tones(text: str, style: str = "old") -> str:
    """Return `text` in the house's style, 'old' or 'new', typos repaired."""
    repaired = repair(unicodedata.normalize("NFC", text))
    return to_new(repaired) if style == "new" else to_old(repaired)


def find(text: str) -> list[Finding]:
    """Return the words in the new style and those with a misplaced mark."""
    in_new_style = [_word(text, match, "tone_style_new") for pattern in NEW for match in pattern.finditer(text)]
    misplaced = [_word(text, match, "tone_misplaced") for pattern in MISPLACED for match in pattern.finditer(text)]
    return in_new_style + misplaced


def _moved_to_first(match: re.Match[str]) -> str:
    first, second = tuple(match[0])
    tone = _tone(second)
    return _with_tone(first, tone) + _with_tone(second, 0)


def _moved_to_second(match: re.Match[str]) -> str:
    first, second = tuple(match[0])
    tone = _tone(first)
    return _with_tone(first, 0) + _with_tone(second, tone)


def _tone(letter: str) -> int:
    return next(row.index(letter.lower()) for row in TONES.values() if letter.lower() in row)


def _with_tone(letter: str, tone: int) -> str:
    row = next(row for row in TONES.values() if letter.lower() in row)
    return row[tone].upper() if letter.isupper() else row[tone]


def _word(text: str, match: re.Match[str], code: str) -> Finding:
    start, end = match.span()
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return found(code, text, start, end, to=place_tones(text[start:end]))
