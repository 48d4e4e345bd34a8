"""Unit names: those that hold on the day of the event, written as the house writes them (domain guide, section 8)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from review.checks.finding import Finding, Known, UnitName
from review.checks.reading import Reading
from review.language.folding import fold
from review.language.phrases import either
from review.language.spans import Taken
from review.rendering.article import Article

SHORT_FORM = re.compile(r"[pqxh](?: |\d)")  # "P. Bình Mẫu", "Q1": forms of an office's own papers
SEPARATOR = r"[^\w\n]{1,3}"
FORMER = re.compile(r"\s*\(?(?:cũ|trước đây)(?!\w)", re.IGNORECASE)


def find(_article: Article, reading: Reading, known: Known) -> Iterator[Finding]:
    """Yield the names of units that do not hold on the day, and those in an abbreviated form."""
    said, taken = f" {fold(reading.text)} ", Taken()
    for folded, (name, units) in sorted(_by_name(known.units).items(), key=lambda item: -len(item[0])):
        if f" {folded} " not in said:
            continue
        for match in _written(name).finditer(reading.text):
            if taken.take(*match.span()):
                yield from _judged(reading, match, units, is_short=bool(SHORT_FORM.match(folded)))


def _judged(reading: Reading, match: re.Match[str], units: list[UnitName], *, is_short: bool) -> Iterator[Finding]:
    holding = [unit for unit in units if unit.holds(reading.day)]
    if not holding and not FORMER.match(reading.text, match.end()):
        followers = ", ".join(_followers(units, reading.day))
        code = "unit_renamed" if followers else "unit_not_valid"
        yield reading.finding(code, *match.span(), ten=followers)
    elif holding and is_short:
        yield reading.finding("unit_form", *match.span(), ten=holding[0].short)


def _followers(units: list[UnitName], day: date) -> tuple[str, ...]:
    """Return what followed the unit that ended last before the day."""
    ended = [unit for unit in units if unit.valid_to and unit.valid_to < day]
    return max(ended, key=lambda unit: unit.valid_to or date.min).followers if ended else ()


@lru_cache(maxsize=2)
def _by_name(units: tuple[UnitName, ...]) -> Mapping[str, tuple[str, list[UnitName]]]:
    """Return the units by each folded name that can be no other thing's: "Bình Dương" alone may be a street."""
    named: dict[str, tuple[str, list[UnitName]]] = {}
    for unit in units:
        is_bare = fold(unit.full).endswith(f" {fold(unit.short)}")
        short_forms = (alias for alias in unit.aliases if SHORT_FORM.match(fold(alias)))
        for name in {unit.full, unit.full if is_bare else unit.short, *short_forms}:
            named.setdefault(fold(name), (name, []))[1].append(unit)
    return named


def _written(name: str) -> re.Pattern[str]:
    """Return what finds a name as people write it, with its marks or without."""
    words = [either(word.lower()) for word in re.findall(r"\w+", name)]
    return re.compile(rf"(?<!\w){SEPARATOR.join(words)}(?!\w)", re.IGNORECASE)
