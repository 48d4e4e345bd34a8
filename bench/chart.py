"""A line chart as SVG: x in powers of ten, y from zero; text stands beside its line, so that no legend is needed."""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 760, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 44, 48
INK, FAINT = "#1f2933", "#d5dbe1"
COLOURS = ("#0b6e4f", "#b3541e", "#2e5aac", "#8a3b8f", "#a61e34", "#5c6b73", "#7a6a00")
STEPS = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8)
LINE_HEIGHT = 15.0
Series = Mapping[str, Sequence[float]]


def chart(title: str, sizes: Sequence[int], series: Series, unit: str) -> str:
    """Return the picture of some series over the sizes, drawn on one scale."""
    top = _rounded(max(max(values) for values in series.values()) * 1.08)
    body = [*_grid(sizes, top, unit)]
    places = _apart({name: _y(values[-1], top) for name, values in series.items()})
    for number, (name, values) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(
            f"{_x(size, sizes):.1f},{_y(value, top):.1f}" for size, value in zip(sizes, values, strict=True)
        )
        body.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        body += [
            f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="3.5" fill="{colour}"/>' for p in points.split()
        ]
        body.append(_text(WIDTH - RIGHT + 12, places[name] + 4, name, colour=colour))
    head = _text(LEFT, 24, title, size=16, weight=600)
    return _drawn([head, *body])


def _grid(sizes: Sequence[int], top: float, unit: str) -> list[str]:
    lines = []
    for part in range(5):
        value = top * part / 4
        y = _y(value, top)
        lines.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{FAINT}"/>')
        lines.append(_text(LEFT - 8, y + 4, f"{value:g}", anchor="end"))
    lines += [_text(_x(size, sizes), HEIGHT - BOTTOM + 20, f"{size:,}", anchor="middle") for size in sizes]
    lines.append(_text(LEFT - 8, TOP - 6, unit, anchor="end"))
    lines.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "tips stored", anchor="middle"))
    return lines


def _apart(wanted: Mapping[str, float]) -> dict[str, float]:
    """Return where names stand beside the ends of their lines, none upon another."""
    placed: dict[str, float] = {}
    above = -math.inf
    for name, y in sorted(wanted.items(), key=lambda one: one[1]):
        above = max(y, above + LINE_HEIGHT)
        placed[name] = above
    below = max(placed.values(), default=0.0) - (HEIGHT - BOTTOM)
    return {name: y - max(below, 0.0) for name, y in placed.items()}


def _x(size: int, sizes: Sequence[int]) -> float:
    low, high = math.log10(min(sizes)), math.log10(max(sizes))
    part = (math.log10(size) - low) / (high - low) if high > low else 0.5
    return LEFT + part * (WIDTH - LEFT - RIGHT)


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)


def _rounded(value: float) -> float:
    """Return the next number above that is easy to read."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next((step * power for step in STEPS if step * power >= value), 10 * power)


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, size: int = 12, weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def _drawn(parts: Sequence[str]) -> str:
    font = "font-family=\"system-ui, 'Segoe UI', sans-serif\""
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {font}>'
    paper = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    return "\n".join([opening, paper, *parts, "</svg>", ""])
