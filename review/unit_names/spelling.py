"""Names as they are compared: folded words with the short forms of their kinds written out, and the marks apart."""

import re
import unicodedata
from functools import lru_cache

from review.language.folding import fold

SHORT_FORMS = {"p": "phuong", "f": "phuong", "q": "quan", "h": "huyen", "x": "xa", "tp": "thanh pho"}
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LETTERS_OR_FIGURES = re.compile(r"\d+|[^\W\d]+")


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name: "Q.07" and "quận 7" alike as quan, 7."""
    parts = [word for typed in _typed(text) for word in fold(typed).split()]
    return tuple(word for part in parts for word in SHORT_FORMS.get(part, part.lstrip("0") or part).split())


def marked_words(text: str) -> tuple[str, ...]:
    """Return the same words with their marks, the tone last, so that hoà and hòa are one."""
    return tuple(
        word
        for typed in _typed(text)
        for folded in [words(typed)]
        for word in (folded if len(folded) != 1 or folded[0] != fold(typed) else (_tone_last(typed),))
    )


def agree(typed: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Tell whether marked words may be the same name: without marks a word may be any, with marks only itself."""
    return len(typed) == len(known) and all(
        one in (other, fold(other)) for one, other in zip(typed, known, strict=True)
    )


@lru_cache(maxsize=4096)
def _tone_last(word: str) -> str:
    spread = unicodedata.normalize("NFD", word.lower())
    bare = "".join(character for character in spread if character not in TONES)
    return unicodedata.normalize("NFC", bare) + "".join(character for character in spread if character in TONES)


def _typed(text: str) -> list[str]:
    return _LETTERS_OR_FIGURES.findall(unicodedata.normalize("NFC", text))
