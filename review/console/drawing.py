"""Charts drawn here as SVG, without script or style of their own: colours come from the stylesheet, so dark follows.

A chart is never the only place where its figures stand; a table follows it on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 30, 4, 10, 20
WIDEST = 26.0  # of a pair of bars
MOST_NAMES = 8  # below the bars, so that none runs into the next


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers of one stretch: how it is called below, how it is said in full, and the numbers."""

    name: str
    said: str
    first: int
    second: int


def pairs(given: Sequence[Pair], *, title: str) -> Markup:
    """Return pairs of bars, the first full and the second hollow; `title` says what is shown."""
    top = rounded_up(max((number for pair in given for number in (pair.first, pair.second)), default=0))
    across = (WIDTH - LEFT - RIGHT) / max(len(given), 1)
    every = -(-len(given) // MOST_NAMES)
    drawn = [_lines(top)]
    for place, pair in enumerate(given):
        left = LEFT + place * across
        name = _name(left + across / 2, pair.name) if place % every == 0 else ""
        drawn.append(f"<g><title>{escape(pair.said)}</title>{_pair(left, across, pair, top)}{name}</g>")
    view = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"'
    return Markup(f'<svg class="chart" {view}>{"".join(drawn)}</svg>')  # noqa: S704 - numbers, and words that are escaped


def rounded_up(number: int) -> int:
    """Return the next number that halves well: 2, 4, 6, 10, 20, 40 and so on."""
    size = 1
    while True:
        for step in (2, 4, 6, 10):
            if number <= step * size:
                return step * size
        size *= 10


def _pair(left: float, across: float, pair: Pair, top: int) -> str:
    wide = min(across * 0.8, WIDEST) / 2
    middle = left + across / 2
    return _bar("bar-first", middle - wide, wide, pair.first, top) + _bar("bar-second", middle, wide, pair.second, top)


def _bar(kind: str, left: float, wide: float, number: int, top: int) -> str:
    high = (HEIGHT - TOP - BOTTOM) * number / top
    place = (
        f'x="{left + 0.5:.1f}" y="{HEIGHT - BOTTOM - high:.1f}" width="{max(wide - 1, 0.5):.1f}" height="{high:.1f}"'
    )
    return f'<rect class="{kind}" {place}/>' if number else ""


def _lines(top: int) -> str:
    """Return the lines for nothing, half and all of it, with their numbers at the left."""
    drawn = ""
    for number in (0, top // 2, top):
        at = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * number / top
        drawn += f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
        drawn += f'<text class="scale" x="{LEFT - 4}" y="{at + 3:.1f}">{number}</text>'
    return drawn


def _name(middle: float, name: str) -> str:
    return f'<text class="below" x="{middle:.1f}" y="{HEIGHT - 6}">{escape(name)}</text>'
