"""Words to the desk that are no part of the article: greetings, "Em gửi 2 hình", thanks (domain guide, section 14).

Asides stand at the beginning or the end of a sentence, between commas. Only whole clauses are taken off, and what is
taken off is told, so that nothing disappears unseen.
"""

from dataclasses import dataclass

from review.language.sentences import sentences
from review.rendering.aside_words import (
    ANNOUNCED,
    ASIDES,
    INTRODUCTION,
    LEAD,
    PARTICLE_INSIDE,
    PARTICLES_AFTER,
    PARTICLES_BEFORE,
)

LONGEST_ASIDE = 30


@dataclass(frozen=True, slots=True)
class Parted:
    """A line without its asides, and the asides."""

    text: str
    asides: tuple[str, ...]


def parted(line: str) -> Parted:
    """Return what of a line belongs to the article, and what was said to the desk."""
    kept: list[str] = []
    asides: list[str] = []
    lead = LEAD.match(line)
    if lead:
        asides.append(lead[0].strip())
        line = _capital(line[lead.end() :])
    for sentence in sentences(PARTICLE_INSIDE.sub("", line)):
        rest, said = _part_sentence(sentence)
        asides += said
        if rest:
            kept.append(rest)
    return Parted(" ".join(kept), tuple(asides))


def announced(aside: str) -> str:
    """Return the subject an aside names: "Gửi Ban Biên tập bài về mô hình X." → "mô hình X"; else nothing."""
    match = ANNOUNCED.fullmatch(aside)
    return match["subject"].strip() if match else ""


def plain_spoken(sentence: str) -> str:
    """Return a sentence without the particles of politeness: "Dạ, … ạ." → "…."."""
    return _capital(PARTICLES_AFTER.sub("", PARTICLES_BEFORE.sub("", sentence)))


def _part_sentence(sentence: str) -> tuple[str, list[str]]:
    clauses = _clauses(sentence)
    first, last = 0, len(clauses)
    while first < last and is_aside(clauses[first]):
        first += 1
    while last > first and is_aside(clauses[last - 1]):
        last -= 1
    if first == 0 and last == len(clauses):
        return plain_spoken(sentence), []
    said = [clause.strip() for clause in [*clauses[:first], *clauses[last:]]]
    rest = "".join(clauses[first:last]).strip().rstrip(",;")
    ending = "" if not rest or rest[-1] in ".!?…”" else "."
    return plain_spoken(rest + ending), said


def is_aside(clause: str) -> bool:
    """Tell whether a clause speaks to the desk and not to the readers."""
    text = clause.strip().rstrip(",;").strip()
    if not text or len(text.split()) > LONGEST_ASIDE:
        return False
    return bool(INTRODUCTION.fullmatch(text)) or any(aside.fullmatch(text) for aside in ASIDES)


def _clauses(sentence: str) -> list[str]:
    """Split at the commas that stand in no quotation, bracket or number."""
    pieces, start, depth = [], 0, 0
    for at, character in enumerate(sentence):
        depth += (character in "“‘([") - (character in "”’)]")
        if character in ",;" and depth <= 0 and sentence[at + 1 : at + 2] == " ":
            pieces.append(sentence[start : at + 1])
            start = at + 1
    return [*pieces, sentence[start:]]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
