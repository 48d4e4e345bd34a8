"""All checks of an article, with the level the newsroom gives each."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from review.checks import amounts, days, gaps, lengths, photos, privacy, units
from review.checks.finding import Finding, Known, Level
from review.checks.reading import read
from review.rendering.article import Article

SUBJECTS = (gaps, photos, privacy, days, amounts, units, lengths)
MOST_OF_A_KIND = 20  # more of one kind tell an editor nothing new
ALWAYS_BLOCKING = "open_place"  # what is published never shows a question of ours, whatever the list says


def check(article: Article, known: Known, levels: Mapping[str, Level]) -> tuple[Finding, ...]:
    """Return what to look at before the article is ready, what blocks first. Never raises, whatever the texts hold.

    `levels` says how each code is taken; a code it does not hold is a warning.
    """
    found = [replace(one, level=_level(one.code, levels)) for one in _few(_once(article, known))]
    return tuple(sorted(found, key=lambda one: one.level is not Level.BLOCKING))


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return those findings that keep an article from being ready."""
    return tuple(one for one in findings if one.level is Level.BLOCKING)


def _once(article: Article, known: Known) -> Iterator[Finding]:
    reading, seen = read(article), set()
    for subject in SUBJECTS:
        for one in subject.find(article, reading, known):
            if (one.code, one.field, one.place) not in seen:
                seen.add((one.code, one.field, one.place))
                yield one


def _few(findings: Iterator[Finding]) -> Iterator[Finding]:
    counted: Counter[str] = Counter()
    for one in findings:
        counted[one.code] += 1
        if counted[one.code] <= MOST_OF_A_KIND:
            yield one


def _level(code: str, levels: Mapping[str, Level]) -> Level:
    return Level.BLOCKING if code == ALWAYS_BLOCKING else levels.get(code, Level.WARNING)
