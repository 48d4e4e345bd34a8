"""Phrases as people type them: with all marks, with the other tone placement, or with none."""

import re
from functools import lru_cache

from review.language.folding import plain
from review.language.tone import to_new, to_old

# The letters of Vietnamese by case, for use inside a character class (their ranges in Unicode mix the cases).
_ACCENTED = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
UPPER = "A-Z" + _ACCENTED
LOWER = "a-z" + _ACCENTED.lower()


def either(phrase: str) -> str:
    """Return a regular expression for the phrase; each word as spelled (either tone style) or without marks."""
    return r"\s+".join(_word(word) for word in phrase.split())


def one_of(*phrases: str) -> str:
    """Return a regular expression group for any of the phrases, the longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(either(phrase) for phrase in ordered) + ")"


def loosely(*phrases: str) -> str:
    """Return a group for any of the phrases whatever marks their letters carry: "tổ chưc" for "tổ chức"."""
    return "(?:" + "|".join(r"\s+".join(map(_any_marks, phrase.split())) for phrase in phrases) + ")"


def whole(expression: str) -> re.Pattern[str]:
    """Return the expression as a pattern that stands between word ends, upper and lower case alike."""
    return re.compile(rf"(?<!\w)(?:{expression})(?!\w)", re.IGNORECASE)


VOWELS = {base: f"[{base}{''.join(sorted({c for c in LOWER[3:] if plain(c) == base}))}]" for base in "aeiouyd"}


def _any_marks(word: str) -> str:
    return "".join(VOWELS.get(letter, letter) for letter in plain(word))


@lru_cache(maxsize=1024)
def _word(word: str) -> str:
    forms = sorted({word, to_old(word), to_new(word), plain(word)})
    return re.escape(forms[0]) if len(forms) == 1 else "(?:" + "|".join(re.escape(form) for form in forms) + ")"
