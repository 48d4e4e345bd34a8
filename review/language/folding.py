"""Folding for matching (domain guide, section 17.3), words, and how alike two texts are (section 3)."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from review.language.clean import FANCY, INVISIBLE, clean_text


def fold(text: str) -> str:
    """Return lower case letters and digits without marks, đ as d, everything else as one space.

    The composed and the decomposed form of a text fold alike, and so do both styles of tone placement.
    """
    readable = FANCY.sub(lambda match: unicodedata.normalize("NFKC", match[0]), INVISIBLE.sub("", clean_text(text)))
    return " ".join("".join(map(_folded, readable)).split())


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Fold one character; one by one, since ordering many marks of one letter takes the square of their number."""
    spread = unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).lower()).replace("đ", "d")
    return "".join(c if c.isalnum() else " " for c in spread if not unicodedata.combining(c))


def plain(text: str) -> str:
    """Return `text` in lower case without marks, character by character: places in it are places in `text`."""
    return "".join(_base(character) for character in text)


@lru_cache(maxsize=4096)
def _base(character: str) -> str:
    first = unicodedata.normalize("NFD", character.lower())[0]
    return "d" if first == "đ" else first


def syllables(text: str) -> list[str]:
    """Return the folded words (âm tiết) of a text."""
    return fold(text).split()


def count_words(text: str) -> int:
    """Return the length in chữ: words between spaces that contain a letter or digit."""
    return sum(1 for word in text.split() if any(character.isalnum() for character in word))


def bigrams(text: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of neighbouring folded words."""
    words = syllables(text)
    return frozenset(pairwise(words))


def jaccard(first: str, second: str) -> float:
    """Return common word pairs / all word pairs; 0 where neither text has any."""
    one, other = bigrams(first), bigrams(second)
    return len(one & other) / len(one | other) if one | other else 0.0


def containment(first: str, second: str) -> float:
    """Return common word pairs / word pairs of the shorter text; 0 where one of them has none."""
    one, other = bigrams(first), bigrams(second)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


MARKED = re.compile(r"[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵ\u1ea0-\u1ef9]", re.IGNORECASE)
SHARE_OF_MARKED_WORDS = 0.15
FEWEST_WORDS_TO_TELL = 4


@lru_cache(maxsize=2)
def lacks_marks(text: str) -> bool:
    """Tell whether a Vietnamese text was typed without diacritics (three of four words normally carry one)."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    if len(words) < FEWEST_WORDS_TO_TELL:
        return not any(MARKED.search(word) for word in words)
    return sum(1 for word in words if MARKED.search(word)) < SHARE_OF_MARKED_WORDS * len(words)


SHARE_OF_CAPITALS = 0.8
FEWEST_LETTERS_TO_TELL = 12


@lru_cache(maxsize=2)
def is_all_caps(text: str) -> bool:
    """Tell whether at least 80 % of the letters are capitals (a word or two tells nothing)."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(1 for letter in letters if letter.isupper())
    return len(letters) >= FEWEST_LETTERS_TO_TELL and capitals >= SHARE_OF_CAPITALS * len(letters)


def eased(text: str) -> str:
    """Return a text in capitals With Capital Initials, place by place, so that names can be told; others unchanged."""
    if not is_all_caps(text):
        return text
    return "".join(
        character if at == 0 or not text[at - 1].isalpha() else _lower(character) for at, character in enumerate(text)
    )


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
