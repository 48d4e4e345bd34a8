"""How much the finders find, and how often they are right, on our own labelled sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from review.language import facts, personal
from review.language.clean import clean

LABELLED = Path(__file__).parents[1] / "fixtures" / "language" / "labelled.yaml"
SENT_AT = datetime.fromisoformat("2026-11-12T11:52:00+07:00")
FIELDS = ("when", "where", "who", "numbers", "source", "documents")
Place = tuple[str, int, int]


@dataclass
class Score:
    """Right among the found (precision) and found among the right (recall)."""

    found: int = 0
    found_right: int = 0
    wanted: int = 0
    wanted_found: int = 0

    def add(self, found: list[Place], wanted: list[Place]) -> None:
        self.found += len(found)
        self.found_right += sum(any(_same(one, other) for other in wanted) for one in found)
        self.wanted += len(wanted)
        self.wanted_found += sum(any(_same(one, other) for other in found) for one in wanted)

    @property
    def precision(self) -> float:
        return self.found_right / self.found

    @property
    def recall(self) -> float:
        return self.wanted_found / self.wanted


def _same(one: Place, other: Place) -> bool:
    """Tell whether two places of the same kind overlap."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _places(text: str, labels: Iterable[tuple[str, str]]) -> list[Place]:
    return [(kind, text.index(said), text.index(said) + len(said)) for kind, said in labels]


def _sentences() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(LABELLED.read_text("utf-8"))
    return loaded


def test_there_are_enough_sentences_and_half_of_them_are_typed_badly() -> None:
    lines = LABELLED.read_text("utf-8").split("# ------")

    assert len(_sentences()) >= 120
    assert lines[1].count("- {text") >= lines[0].count("- {text") * 0.9


def test_personal_data_is_found_and_little_else_is_taken_for_it() -> None:
    score = Score()

    for sentence in _sentences():
        text = clean(sentence["text"]).text
        found = [(one.code, one.start, one.end) for one in personal.find(text)]
        score.add(found, _places(text, [(code, said) for code, said in sentence.get("pii", [])]))

    assert score.precision >= 0.95
    assert score.recall >= 0.9


def test_facts_are_found_and_little_else_is_taken_for_them() -> None:
    score = Score()

    for sentence in _sentences():
        text = clean(sentence["text"]).text
        found = facts.find(text, SENT_AT)
        placed = [(field, fact.start, fact.end) for field in FIELDS for fact in getattr(found, field)]
        score.add(placed, _places(text, [(field, said) for field in FIELDS for said in sentence.get(field, [])]))

    assert score.precision >= 0.9
    assert score.recall >= 0.85
