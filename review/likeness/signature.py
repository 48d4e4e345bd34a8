"""A text as 64 bytes (MinHash): two texts agree in about as many of them as they have word pairs in common.

The same in every process and version: stored signatures are compared with new ones. A change of anything here needs a
new FORM, so that what is stored is made anew.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from review.likeness.texts import Reading, commonplaces

if TYPE_CHECKING:
    import numpy as np

FORM = 1
SIZE = 64
TWICE = 3  # as often as a word pair counts what makes an event: a long figure, a name, a document
LONGEST_SMALL_FIGURE = 2


def signature(reading: Reading) -> bytes | None:
    """Return the signature of a text, None for one too short to tell anything."""
    if reading.is_short:
        return None
    import numpy as np  # noqa: PLC0415 - 25 MB that a desk where nobody looks anything up does without

    shingles = np.frombuffer(b"".join(_hashed(shingle) for shingle in _shingles(reading)), dtype="<u8")
    factors, summands = _permutations()
    with np.errstate(over="ignore"):
        mixed = shingles[:, None] * factors[None, :] + summands[None, :]
    least = (mixed >> np.uint64(16)).min(axis=0)
    return bytes((least & np.uint64(0xFF)).astype(np.uint8))


def _shingles(reading: Reading) -> Iterator[str]:
    """Yield what a text is hashed by: its word pairs but for those every office writes, and its particulars."""
    own = reading.pairs - commonplaces()
    yield from (f"{one} {other}" for one, other in own or reading.pairs)
    given = reading.particulars
    marks = [*(figure for figure in given.figures if len(figure) > LONGEST_SMALL_FIGURE), *given.documents]
    for mark in (*marks, *(" ".join(name) for name in given.names if len(name) > 1)):
        yield from (f"{time}:{mark}" for time in range(TWICE))


def _hashed(shingle: str) -> bytes:
    return hashlib.blake2b(shingle.encode(), digest_size=8).digest()


@cache
def _permutations() -> "tuple[np.ndarray, np.ndarray]":
    """Return the factors (odd) and summands of the 64 ways to put hashes in order."""
    import numpy as np  # noqa: PLC0415 - as above

    seeds = b"".join(_hashed(f"tinbai {number}") for number in range(2 * SIZE))
    drawn = np.frombuffer(seeds, dtype="<u8")
    return drawn[:SIZE] | np.uint64(1), drawn[SIZE:]
