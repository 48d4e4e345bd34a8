"""What must hold between the units of a file and those the register has: parents, codes, days, successions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from review.unit_files.form import Fault, FileUnit

Placed = Sequence[tuple[int, FileUnit]]


def faults(placed: Placed, before: Mapping[str, FileUnit]) -> list[Fault]:
    """Return what is wrong between rows, in the order of the rows; each fault stands at a row of the file."""
    rows: dict[str, int] = {}
    found = []
    for row, unit in placed:
        if unit.id in rows:
            found.append(Fault(row, "id", f"the id {unit.id} stands in row {rows[unit.id]} already"))
        rows.setdefault(unit.id, row)
    after = {**before, **{unit.id: unit for _, unit in placed}}
    found += [fault for row, unit in placed for fault in _alone(row, unit, after)]
    found += _overlaps(rows, after)
    parents = {unit.id: [unit.parent_id] if unit.parent_id else [] for unit in after.values()}
    successors = {unit.id: [going.unit_id for going in unit.successors] for unit in after.values()}
    found += [Fault(row, "parent_id", "the parents go round in a circle") for row in _circle(parents, rows)]
    found += [Fault(row, "successors", "the successions go round in a circle") for row in _circle(successors, rows)]
    return sorted(found)


def _alone(row: int, unit: FileUnit, after: Mapping[str, FileUnit]) -> Iterator[Fault]:
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        yield Fault(row, "valid_to", "the last day lies before the first")
    if unit.parent_id and unit.parent_id not in after:
        yield Fault(row, "parent_id", f"no unit has the id {unit.parent_id}")
    for going in unit.successors:
        if going.unit_id not in after:
            yield Fault(row, "successors", f"no unit has the id {going.unit_id}")
        if unit.valid_to is None and (going.since is None or going.share == "all"):
            yield Fault(row, "successors", f"when {going.unit_id} takes over is not said: valid_to is empty")


def _overlaps(rows: Mapping[str, int], after: Mapping[str, FileUnit]) -> Iterator[Fault]:
    """Find units of one code whose days overlap; the one that begins later is named, or the one in the file."""

    def placed(unit: FileUnit) -> tuple[str, date, int]:
        return unit.code, _begin(unit), rows.get(unit.id, 0)

    for code, same in groupby(sorted(after.values(), key=placed), key=lambda unit: unit.code):
        for earlier, later in _neighbours(same):
            if _begin(later) > (earlier.valid_to or date.max):
                continue
            named = later if later.id in rows else earlier
            if named.id in rows:
                other = earlier if named is later else later
                yield Fault(rows[named.id], "code", f"{code} is the code of {other.id} on some of the same days")


def _neighbours(same: Iterable[FileUnit]) -> Iterator[tuple[FileUnit, FileUnit]]:
    """Yield each unit, by first days, together with the one before it that lasts longest."""
    last: FileUnit | None = None
    for unit in same:
        if last is not None:
            yield last, unit
        if last is None or (unit.valid_to or date.max) > (last.valid_to or date.max):
            last = unit


def _begin(unit: FileUnit) -> date:
    return unit.valid_from or date.min


def _circle(ways: Mapping[str, Sequence[str]], rows: Mapping[str, int]) -> list[int]:
    """Return the rows of units that are part of a circle or lie behind one only: what is left when all ends are cut."""
    coming: dict[str, list[str]] = {}
    open_ways = {unit_id: sum(1 for each in ways[unit_id] if each in ways) for unit_id in ways}
    for unit_id, ahead in ways.items():
        for each in ahead:
            coming.setdefault(each, []).append(unit_id)
    ends = [unit_id for unit_id, number in open_ways.items() if number == 0]
    for end in ends:
        for unit_id in coming.get(end, ()):
            open_ways[unit_id] -= 1
            if open_ways[unit_id] == 0:
                ends.append(unit_id)
    left = {unit_id for unit_id, number in open_ways.items() if number > 0}
    return sorted(rows[unit_id] for unit_id in _in_it(left, ways) if unit_id in rows)


def _in_it(left: set[str], ways: Mapping[str, Sequence[str]]) -> set[str]:
    """Drop what merely leads into a circle: whatever no other unit of the rest leads to."""
    arriving = dict.fromkeys(left, 0)
    for unit_id in left:
        for each in ways[unit_id]:
            if each in arriving:
                arriving[each] += 1
    starts = [unit_id for unit_id, number in arriving.items() if number == 0]
    for start in starts:
        for each in ways[start]:
            if each in arriving:
                arriving[each] -= 1
                if arriving[each] == 0:
                    starts.append(each)
    return left - set(starts)
