"""Two versions side by side: which words went and which came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
ALIKE = 0.4  # below this share of common words two texts are shown one after the other
MOST_WORDS = 4000  # longer texts are compared line by line, so that a page stays quick


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is `same` in both versions, `gone` from the new one, or `new` in it."""

    kind: str
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return the new text with what was taken out and put in, in reading order; strange texts as a whole."""
    before, after = _parts(old, new), _parts(new, old)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple(piece for piece in (Piece("gone", old), Piece("new", new)) if piece.text)
    pieces: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(after[k:m])))
            continue
        if i != j:
            pieces.append(Piece("gone", "".join(before[i:j])))
        if k != m:
            pieces.append(Piece("new", "".join(after[k:m])))
    return tuple(pieces)


def _parts(text: str, other: str) -> list[str]:
    is_long = len(text) + len(other) > MOST_WORDS * 5
    return text.splitlines(keepends=True) if is_long else WORDS.findall(text)
