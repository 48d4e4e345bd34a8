"""What people type, as a unit of the event's day; what is not certain is asked, never guessed.

The longest name wins. Beside it may stand only what adds nothing (UBND …), a unit it lies in, and "cũ" or "mới".
A name that is not of that day gives a hint: the units of the day that all or part of it went over to, or came from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from review.language.folding import fold
from review.unit_names.register import DatedUnit, Name, Register
from review.unit_names.spelling import agree, marked_words, words

SHORTEST = 2  # letters
MOST_WORDS = 24
BESIDE = (
    ("uy", "ban", "nhan", "dan"), ("uy", "ban"), ("ubnd",), ("tren", "dia", "ban"), ("dia", "ban"), ("thuoc",),
    ("tai",), ("o",),
)  # fmt: skip
OLD, NEW = "cu", "moi"


@dataclass(frozen=True, slots=True)
class Match:
    """One unit; or units of the day to choose from; or a hint, for a name of another time. All are ids.

    `named` are the units of another time a hint comes from; `is_partial` says that a hint is not the whole story.
    """

    unit: str | None = None
    candidates: tuple[str, ...] = ()
    hint: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of the text that are a name; `is_certain` tells which of its units are written so with their marks."""

    units: tuple[DatedUnit, ...]
    is_certain: bool


def match(text: str, units: Register, on: date) -> Match:
    """Return which unit of the day is meant, which to ask about, or what became of a name of another time."""
    typed, marked = words(text), marked_words(text)
    if len(fold(text)) < SHORTEST or len(typed) > MOST_WORDS:
        return Match()
    runs, rest = _runs(typed, marked, units)
    if not runs:
        return Match(candidates=_ids(units.holding(_without(typed, {OLD, NEW}), on)))
    strange = set(rest) - {OLD, NEW}
    meant = _innermost(runs, units)
    if strange or not meant or not all(run.is_certain for run in runs):
        return _asked([unit for run in runs for unit in run.units], units, on)
    return _decided(_of_age(meant, rest), meant, units, on)


def _runs(typed: Name, marked: Name, units: Register) -> tuple[list[_Run], list[str]]:
    """Part the words into names, the longest first, and what is left of them."""
    runs, taken = [], [False] * len(typed)
    for length in range(min(units.longest, len(typed)), 0, -1):
        for at in range(len(typed) - length + 1):
            span = slice(at, at + length)
            if not any(taken[span]) and units.knows(typed[span]):
                runs.append(_run(typed[span], marked[span], units))
                taken[span] = [True] * length
    return runs, _left(typed, taken)


def _run(name: Name, marked: Name, units: Register) -> _Run:
    called = units.called(name)
    same = [unit for unit, written in called if any(agree(marked, known) for known in written)]
    return _Run(tuple(same or [unit for unit, _ in called]), is_certain=bool(same))


def _left(typed: Name, taken: list[bool]) -> list[str]:
    for beside in BESIDE:
        for at in range(len(typed) - len(beside) + 1):
            span = slice(at, at + len(beside))
            if typed[span] == beside and not any(taken[span]):
                taken[span] = [True] * len(beside)
    return [word for word, is_taken in zip(typed, taken, strict=True) if not is_taken]


def _innermost(runs: Sequence[_Run], units: Register) -> list[DatedUnit]:
    """Return the units that lie in one of every other name: "phường 3, quận 5" is the ward of that district."""
    if len(runs) == 1:
        return list(runs[0].units)
    found = []
    for at, run in enumerate(runs):
        others = [{unit.id for unit in other.units} for place, other in enumerate(runs) if place != at]
        found += [unit for unit in run.units if all(ids & {*units.above(unit)} for ids in others)]
    return found


def _of_age(meant: list[DatedUnit], rest: Iterable[str]) -> list[DatedUnit]:
    """Keep the units that have ended where "cũ" stands beside the name, those that have not where "mới" does."""
    said = set(rest)
    return [
        unit
        for unit in meant
        if not (OLD in said and unit.valid_to is None) and not (NEW in said and unit.valid_to is not None)
    ]


def _decided(aged: list[DatedUnit], meant: list[DatedUnit], units: Register, on: date) -> Match:
    valid = [unit for unit in aged if unit.is_valid(on)]
    if len(valid) == 1:
        return Match(unit=valid[0].id)
    if valid or not aged:
        return _asked(valid or meant, units, on)
    return _hinted(aged, units, on)


def _asked(named: list[DatedUnit], units: Register, on: date) -> Match:
    """Ask about the units of the day; where none is, hint at what became of the others."""
    valid = [unit for unit in named if unit.is_valid(on)]
    return Match(candidates=_ids(valid)) if valid else _hinted(named, units, on)


def _hinted(named: list[DatedUnit], units: Register, on: date) -> Match:
    over = [unit for unit in named if unit.is_over(on)]
    found = [units.became(unit, on) if over else units.came_from(unit, on) for unit in over or named]
    hint = tuple(dict.fromkeys(unit_id for ids in found for unit_id in ids))
    is_whole = len(hint) == 1 and all(
        unit.is_succession_complete and all(follower.is_whole for follower in unit.followers) for unit in over
    )
    return Match(hint=hint, named=_ids(over or named), is_partial=not (over and is_whole))


def _ids(units: Iterable[DatedUnit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit.id for unit in units))


def _without(typed: Name, dropped: set[str]) -> Name:
    return tuple(word for word in typed if word not in dropped) or typed
