"""The units through time, found by their names, their parents and what became of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from review.unit_names.spelling import marked_words, words

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Follower:
    """All or part of a unit went over to another."""

    unit_id: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class DatedUnit:
    """A unit with every name it is called by; both days are inclusive, None is open."""

    id: str
    names: tuple[str, ...]
    parent_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    followers: tuple[Follower, ...] = ()
    is_succession_complete: bool = True

    def is_valid(self, on: date) -> bool:
        """Tell whether there was such a unit on a day."""
        return not self.is_over(on) and (self.valid_from is None or self.valid_from <= on)

    def is_over(self, on: date) -> bool:
        """Tell whether the unit's last day lies before a day."""
        return self.valid_to is not None and self.valid_to < on


class Register:
    """All units, indexed once: by id, by folded name, and by what they came from."""

    def __init__(self, units: Iterable[DatedUnit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self._named: dict[Name, dict[str, list[Name]]] = {}
        self._before: dict[str, list[str]] = {}
        for unit in self.units.values():
            for name in unit.names:
                self._named.setdefault(words(name), {}).setdefault(unit.id, []).append(marked_words(name))
            for follower in unit.followers:
                self._before.setdefault(follower.unit_id, []).append(unit.id)
        self._named.pop((), None)
        self.longest = max(map(len, self._named), default=0)

    def knows(self, name: Name) -> bool:
        """Tell whether a unit of any time is called so."""
        return name in self._named

    def called(self, name: Name) -> list[tuple[DatedUnit, list[Name]]]:
        """Return the units of any time with this folded name, and how each is written with marks."""
        return [(self.units[unit_id], written) for unit_id, written in self._named.get(name, {}).items()]

    def holding(self, name: Name, on: date) -> list[DatedUnit]:
        """Return the units of a day in whose name the words stand side by side, those with the shortest names first."""
        found: dict[str, int] = {}
        for known, units in self._named.items():
            if _holds(known, name):
                for unit_id in units:
                    found[unit_id] = min(len(known), found.get(unit_id, len(known)))
        valid = [unit_id for unit_id in found if self.units[unit_id].is_valid(on)]
        return [self.units[unit_id] for unit_id in sorted(valid, key=lambda unit_id: (found[unit_id], unit_id))]

    def above(self, unit: DatedUnit) -> Iterator[str]:
        """Yield the ids of the units a unit lies in, the nearest first."""
        seen = {unit.id}
        while unit.parent_id in self.units and unit.parent_id not in seen:
            seen.add(unit.parent_id)
            yield unit.parent_id
            unit = self.units[unit.parent_id]

    def became(self, unit: DatedUnit, on: date) -> list[str]:
        """Return the units of a day that all or part of a unit went over to, however many steps lie between."""
        return self._walk(unit, on, lambda each: [follower.unit_id for follower in each.followers])

    def came_from(self, unit: DatedUnit, on: date) -> list[str]:
        """Return the units of a day out of which a later unit was made."""
        return self._walk(unit, on, lambda each: self._before.get(each.id, ()))

    def _walk(self, unit: DatedUnit, on: date, step: Callable[[DatedUnit], Sequence[str]]) -> list[str]:
        found: list[DatedUnit] = []
        seen, ahead = {unit.id}, [unit]
        for each in ahead:
            for unit_id in step(each):
                if unit_id in seen or unit_id not in self.units:
                    continue
                seen.add(unit_id)
                following = self.units[unit_id]
                (found if following.is_valid(on) else ahead).append(following)
        return [each.id for each in found]


def _holds(known: Sequence[str], name: Sequence[str]) -> bool:
    length = len(name)
    return any(tuple(known[at : at + length]) == tuple(name) for at in range(len(known) - length + 1))
