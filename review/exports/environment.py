"""The templates of the ways out: whatever they print is escaped, and open `[[…]]` can be told from text."""

import re
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from review.language.typography import no_break
from review.rendering.article import PLACEHOLDER

OPEN = re.compile(f"({PLACEHOLDER.pattern})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or one open `[[…]]`."""

    text: str
    is_open: bool


def pieces(text: str) -> list[Piece]:
    """Return the text in runs, so that open placeholders can be marked; no-break spaces come in here only."""
    return [
        Piece(piece if PLACEHOLDER.fullmatch(piece) else no_break(piece), bool(PLACEHOLDER.fullmatch(piece)))
        for piece in OPEN.split(text)
        if piece
    ]


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=PackageLoader("templates", "exports"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["pieces"] = pieces
    return environment


ENVIRONMENT = _environment()
