"""How alike two texts are: word pairs they have in common, weighed by the figures and names that make an event."""

import math
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from review.language.clean import clean
from review.language.folding import count_words, fold
from review.likeness.particulars import SENTENCE, Particulars, figures_in, particulars, shared
from review.likeness.phrases import PHRASES, common_pairs

FEWEST_WORDS = 15  # chữ; a shorter text tells nothing (domain guide, section 3)
LONGEST = 100_000  # characters that are read of a text: a file may hold anything
COMMON = 0.3  # weight of a word pair every office writes
# A copy keeps its figures and names as well as its other words, what another unit wrote after the same pattern has its
# own. So much of another text's particulars stand in a text by chance:
BY_CHANCE = 0.15
LEAST_KEPT, MOST_KEPT = 0.6, 0.85  # of the particulars of a copy, whatever the other words say
# News says at once what happened; what follows may come from a stock of sentences.
SHORTEST_OPENING, LONGEST_OPENING, OPENING_WORTH = 7, 30, 4.0
ENOUGH_OF_OPENING = 0.5  # of what the whole keeps: chance may hit a sentence harder
DOUBT = 1.0  # the logarithm of how sure one must be before the particulars overrule the words
LEAST_FACTOR = 0.2  # of the score is left where all the figures and names are others
FULL_SUPPORT = 4.0
LIFTED_TO = 0.5  # freely reworded texts of one event come up to here at most
LIFTED_FROM, LIFTED_BY = 0.06, 0.1  # no word pair in common but by chance: nothing to lift


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is compared; `folded` is the same for a text with and without diacritics."""

    folded: str
    length: int
    words: frozenset[str] = field(repr=False)
    pairs: frozenset[tuple[str, str]] = field(repr=False)
    opening: frozenset[tuple[str, str]] = field(repr=False)
    weight: float
    particulars: Particulars = field(repr=False)

    @property
    def is_short(self) -> bool:
        return self.length < FEWEST_WORDS


def read(text: str) -> Reading:
    """Read a text once, to compare it with many."""
    cleaned = clean(text[:LONGEST]).text
    folded = fold(cleaned)
    words = folded.split()
    pairs = frozenset(pairwise(words))
    known = frozenset(words) | figures_in(cleaned)
    return Reading(folded, count_words(cleaned), known, pairs, _opening(cleaned), _weight(pairs), particulars(cleaned))


def _opening(cleaned: str) -> frozenset[tuple[str, str]]:
    """Return the own word pairs of the first sentence that is more than a greeting."""
    for sentence in SENTENCE.split(cleaned):
        words = fold(sentence).split()[:LONGEST_OPENING]
        own = frozenset(pairwise(words)) - commonplaces()
        if len(own) >= SHORTEST_OPENING:
            return own
    return frozenset()


def score(one: Reading, other: Reading) -> float | None:
    """Return how much of the shorter text is in the longer one, 0 to 1; None where one is too short to tell.

    The order does not matter, nor do diacritics, capitals and signs.
    """
    if one.is_short or other.is_short:
        return None
    if one.folded == other.folded:
        return 1.0
    common = _weight(one.pairs & other.pairs) / min(one.weight, other.weight)
    return round(_weighed(common, _evidence(one, other, common)), 4)


def _weighed(common: float, evidence: float) -> float:
    """Lower a share of word pairs where the particulars speak against one event, lift a low one where they do not."""
    if evidence < 0:
        return common * (LEAST_FACTOR + (1 - LEAST_FACTOR) * _logistic(evidence + DOUBT) / _logistic(DOUBT))
    support = 1 - math.exp(-evidence / FULL_SUPPORT)
    room = max(0.0, LIFTED_TO - common)
    return common + room * support * min(1.0, max(0.0, (common - LIFTED_FROM) / LIFTED_BY))


def _evidence(one: Reading, other: Reading, common: float) -> float:
    """Return the logarithm of how much likelier the particulars of both are in a copy than in two events.

    It is taken in the direction that speaks louder for a copy: a text that was cut has lost some.
    """
    kept = min(MOST_KEPT, max(LEAST_KEPT, math.sqrt(common)))  # a pair stays where both of its words do
    if_found, if_missed = math.log(kept / BY_CHANCE), math.log((1 - kept) / (1 - BY_CHANCE))
    return max(
        found * if_found + missed * if_missed
        for found, missed in (_found(one, other, common), _found(other, one, common))
    )


def _found(given: Reading, other: Reading, common: float) -> tuple[float, float]:
    """Return how much of what makes a text stands in another, or is missed: its particulars and what it opens with."""
    found, missed = shared(given.particulars, other.particulars, other.words, other.pairs)
    if not given.opening:
        return found, missed
    share = len(given.opening & other.pairs) / len(given.opening)
    of_copy = min(1.0, share / max(common, LEAST_KEPT**2) / ENOUGH_OF_OPENING)
    return found, missed + OPENING_WORTH * (1 - of_copy)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _weight(pairs: frozenset[tuple[str, str]]) -> float:
    return len(pairs) - (1 - COMMON) * len(pairs & commonplaces()) or 1.0


@cache
def commonplaces() -> frozenset[tuple[str, str]]:
    return common_pairs(".".join(fold(phrase) for phrase in PHRASES.replace("\n", "·").split("·")))
