"""Pairs of texts with what they are to each other, made from our own news by chance with a seed.

The news of even number were looked at while the weights were chosen; those of odd number are held out.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from review.language.folding import plain

NEWS = Path(__file__).parents[1] / "fixtures" / "similar" / "news.yaml"
SENTENCE = re.compile(r"(?<=[.!?])\s+")
SAME = (
    "copied",
    "cut",
    "without diacritics",
    "rewritten 10 %",
    "rewritten 20 %",
    "rewritten 30 %",
    "rewritten 50 %",
    "swapped",
)
MOST_OF_NEWS = 0.4  # of the words is kept where a text is cut at the least


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts; `kind` says how the second came about."""

    kind: str
    one: str
    other: str


@cache
def bank() -> Any:
    return yaml.safe_load(NEWS.read_text(encoding="utf-8"))


def pairs(*, held_out: bool, seed: int = 1, rounds: int = 1) -> Iterator[Pair]:
    """Yield pairs of every kind; `rounds` repeats what chance decides."""
    chance = random.Random(seed)  # noqa: S311 - a seed makes a run repeatable
    news = bank()["news"][int(held_out) :: 2]
    texts = [piece["text"] for piece in news]
    for _ in range(rounds):
        for text in texts:
            for kind in SAME:
                yield Pair(kind, text, _changed(kind, text, chance))
    yield from (Pair("reworded", piece["text"], piece["reworded"]) for piece in news if "reworded" in piece)
    yield from (Pair("unrelated", one, other) for one, other in combinations(texts, 2))
    yield from _twins(held_out=held_out, chance=chance)


def _changed(kind: str, text: str, chance: random.Random) -> str:
    match kind.split():
        case ["cut"]:
            return _cut(text, chance)
        case ["without", "diacritics"]:
            marked = plain(text)
            return (
                marked
                if chance.random() < 1 / 2
                else "".join(low.upper() if high.isupper() else low for low, high in zip(marked, text, strict=True))
            )
        case ["rewritten", share, "%"]:
            rewritten = _rewritten(text, int(share) / 100, chance)
            return _swapped(rewritten, chance) if chance.random() < 1 / 2 else rewritten
        case ["swapped"]:
            return _swapped(text, chance)
    return text


def _cut(text: str, chance: random.Random) -> str:
    """Return some of the sentences in their order, at least two fifths of the words."""
    sentences = SENTENCE.split(text)
    while True:
        kept = [sentence for sentence in sentences if chance.random() < 1 / 2]
        if sum(len(sentence.split()) for sentence in kept) >= MOST_OF_NEWS * len(text.split()):
            return " ".join(kept)


def _swapped(text: str, chance: random.Random) -> str:
    sentences = SENTENCE.split(text)
    one, other = chance.sample(range(len(sentences)), 2) if len(sentences) > 1 else (0, 0)
    sentences[one], sentences[other] = sentences[other], sentences[one]
    return " ".join(sentences)


def _rewritten(text: str, share: float, chance: random.Random) -> str:
    """Change words by chance: most are replaced by another text's, some left out, some put in."""
    words: list[str] = []
    for word in text.split():
        way = chance.random() / share
        if way < 0.7:  # seven of ten changes replace a word
            words.append(chance.choice(_words()))
        elif way < 0.85:  # the rest: half left out
            continue
        elif way < 1:
            words += [word, chance.choice(_words())]
        else:
            words.append(word)
    return " ".join(words)


@cache
def _words() -> tuple[str, ...]:
    return tuple(word for piece in bank()["news"] for word in piece["text"].split())


def _twins(*, held_out: bool, chance: random.Random) -> Iterator[Pair]:
    """Yield what two units wrote about two events after one pattern: nothing of it is a duplicate."""
    patterns = bank()["twins"]
    for pattern in (piece["pattern"] for piece in patterns):
        for _ in range(12):
            one, other = _slots(chance), _slots(chance)
            while one["place"] == other["place"] or one["detail"] == other["detail"] or one["model"] == other["model"]:
                other = _slots(chance)
            if held_out != (chance.random() < 1 / 2):
                yield Pair("one pattern", pattern.format(**one), pattern.format(**other))


def _slots(chance: random.Random) -> dict[str, Any]:
    slots = {name: chance.choice(values) for name, values in bank()["slots"].items()}
    figures = {"n": (120, 9800), "k": (2, 9), "d": (1, 28), "m": (8, 11)}
    drawn = {name: chance.randint(*span) for name, span in figures.items()}
    shares = {name: f"{chance.randint(810, 999) / 10:.1f}".replace(".", ",") for name in ("p", "q")}
    return slots | drawn | shares
