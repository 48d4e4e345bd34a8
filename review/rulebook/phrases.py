"""Words of a rule and of a text, as they are compared.

A word with marks is itself, in either tone style, or typed without marks; never another word of the same letters:
"cháy" is not "chạy". A phrase typed without any mark is every word of these letters, as in the search box.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review.language.clean import INVISIBLE, clean
from review.language.folding import plain
from review.language.tone import to_old

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, with their marks and without; `is_loose` where none has a mark."""

    marked: tuple[str, ...]
    bare: tuple[str, ...]

    @property
    def is_loose(self) -> bool:
        return self.marked == self.bare


@dataclass(frozen=True, slots=True)
class Read:
    """The words of a text, with marks and without, and where each stands."""

    marked: tuple[str, ...]
    bare: tuple[str, ...]
    places: Mapping[str, Sequence[int]]


def phrase(typed: str) -> Phrase:
    """Return typed words as they are looked for; nothing where no word was typed."""
    marked = _words(typed)
    return Phrase(marked, tuple(map(plain, marked)))


def read(text: str) -> Read:
    """Return the words of a text as phrases are looked for in it."""
    marked = _words(text)
    bare = tuple(map(plain, marked))
    places: dict[str, list[int]] = {}
    for at, word in enumerate(bare):
        places.setdefault(word, []).append(at)
    return Read(marked, bare, places)


def holds(text: Read, wanted: Phrase) -> bool:
    """Tell whether a text holds a phrase."""
    if not wanted.bare:
        return False
    length = len(wanted.bare)
    return any(
        text.bare[at : at + length] == wanted.bare
        and (wanted.is_loose or _agree(text.marked[at : at + length], wanted))
        for at in text.places.get(wanted.bare[0], ())
    )


def _agree(typed: Sequence[str], wanted: Phrase) -> bool:
    return all(one in {marked, bare} for one, marked, bare in zip(typed, wanted.marked, wanted.bare, strict=True))


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(to_old(INVISIBLE.sub("", clean(text).text)).lower()))
