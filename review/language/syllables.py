"""What can be one Vietnamese syllable, by its letters alone: a beginning, vowels, an ending, at most one tone."""

import re
import unicodedata

from review.language.folding import fold

SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|nh|kh|ch|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"[aeiouy]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?"
)
TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def is_syllable(word: str) -> bool:
    """Tell whether a word can be one syllable."""
    if len(TONES.findall(unicodedata.normalize("NFD", word))) > 1:
        return False
    return SYLLABLE.fullmatch(fold(word)) is not None


def is_one_word(head: str, tail: str) -> bool:
    """Tell whether two pieces of letters that may have stood together are one word rather than two."""
    if tail[0].isupper() and not head.isupper():
        return False
    return is_syllable(head + tail) or not (is_syllable(head) and is_syllable(tail))
