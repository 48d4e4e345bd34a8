"""A text with what was noticed in it: cut into runs that each carry the flags lying on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from review import network

ORDER = ("stop", "high", "warn", "info")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `codes` are the flags on it and `severity` the gravest of them, empty where there is none."""

    text: str
    codes: tuple[str, ...] = ()
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag of the taxonomies with the words that raised it."""

    code: str
    severity: str
    texts: tuple[str, ...]


@cache
def severities() -> Mapping[str, str]:
    """Return how grave each flag is, by the shipped list."""
    return {row["code"]: row["severity"] for row in network.shipped("taxonomies.yaml")["flags"]}


def marked(text: str, flags: Iterable[Mapping[str, Any]]) -> tuple[Run, ...]:
    """Cut a text where flags begin and end.

    Left out are a flag whose place no longer fits the text, and one about the text as a whole: it marks nothing in it.
    """
    placed = [flag for flag in flags if text[flag["start"] : flag["end"]] == flag["text"] not in {"", text}]
    cuts = sorted({0, len(text), *(flag["start"] for flag in placed), *(flag["end"] for flag in placed)})
    return tuple(_run(text, start, end, placed) for start, end in pairwise(cuts))


def summed(text: str, flags: Iterable[Mapping[str, Any]]) -> tuple[Flag, ...]:
    """Return each flag once, the gravest first, with the different words that raised it; none for the whole text."""
    texts: dict[str, dict[str, None]] = {}
    for flag in flags:
        seen = texts.setdefault(flag["code"], {})
        if flag["text"] not in {"", text}:
            seen[flag["text"]] = None
    found = [Flag(code, severities().get(code, "info"), tuple(seen)) for code, seen in texts.items()]
    return tuple(sorted(found, key=lambda flag: ORDER.index(flag.severity)))


def _run(text: str, start: int, end: int, placed: Sequence[Mapping[str, Any]]) -> Run:
    codes = tuple(dict.fromkeys(flag["code"] for flag in placed if flag["start"] <= start and end <= flag["end"]))
    grave = min((severities().get(code, "info") for code in codes), key=ORDER.index, default="")
    return Run(text[start:end], codes, grave)
