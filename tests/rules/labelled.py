"""Our own labelled sentences, and how much of what they show the finders find, and how often they are right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from review.language.facts import FIELDS, Fact
from review.language.finding import Finding
from review.language.inspection import Inspection, inspect

FOLDER = Path(__file__).parents[1] / "fixtures" / "language"
SENT_AT = datetime.fromisoformat("2026-11-12T11:52:00+07:00")
GUARDS = ("complaint", "secret_marker", "press_copy", "external_link")
PEOPLE = ("citizen_named", "quote_needs_consent", "minor", "health")
Sentence = dict[str, Any]
Place = tuple[str, int, int]


@dataclass
class Score:
    """Right among the found (precision) and found among the right (recall)."""

    found: int = 0
    found_right: int = 0
    wanted: int = 0
    wanted_found: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.found + other.found,
            self.found_right + other.found_right,
            self.wanted + other.wanted,
            self.wanted_found + other.wanted_found,
        )

    @property
    def precision(self) -> float:
        return self.found_right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.wanted_found / self.wanted if self.wanted else 1.0


def sentences(name: str) -> list[Sentence]:
    """Return the labelled sentences of a file."""
    loaded: list[Sentence] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return loaded


def by_class(labelled: Iterable[Sentence]) -> dict[str, Score]:
    """Return a score for each code of personal data, each of the six questions, each guard, and the days meant."""
    scores: dict[str, Score] = {}
    for sentence in labelled:
        seen = inspect(sentence["text"], SENT_AT)
        for found, wanted in (
            (_private(seen), _labels(sentence, sentence.get("pii") or [])),
            (_told(seen, sentence), _labels(sentence, _fact_labels(sentence))),
        ):
            for kind in {one[0] for one in (*found, *wanted)}:
                _add(
                    scores, kind, _score([one for one in found if one[0] == kind], [w for w in wanted if w[0] == kind])
                )
        for guard in GUARDS:
            _add(scores, guard, _yes_or_no(seen, sentence, guard))
        _add(scores, "days", _days(seen, sentence))
    return scores


def personal(scores: dict[str, Score]) -> Score:
    """Return the score of all personal data."""
    return sum((one for kind, one in scores.items() if _is_personal(kind)), Score())


def facts(scores: dict[str, Score]) -> Score:
    """Return the score of all the questions a tip answers."""
    return sum((one for kind, one in scores.items() if kind in FIELDS), Score())


def _is_personal(kind: str) -> bool:
    return kind in PEOPLE or kind.startswith(("pii_", "landline"))


def _private(seen: Inspection) -> list[Place]:
    return [_place(flag.code, flag) for flag in seen.flags if _is_personal(flag.code)]


def _told(seen: Inspection, sentence: Sentence) -> list[Place]:
    """Return the facts; what happened is judged only where a sentence has one thing that happens, and names it."""
    fields = FIELDS if "what" in sentence else FIELDS[1:]
    return [_place(field, fact) for field in fields for fact in getattr(seen.facts, field)]


def _place(kind: str, one: Finding | Fact) -> Place:
    return kind, one.start, one.end


def _fact_labels(sentence: Sentence) -> Iterator[tuple[str, str]]:
    return ((field, said) for field in FIELDS for said in sentence.get(field) or [])


def _labels(sentence: Sentence, labels: Iterable[tuple[str, str]]) -> list[Place]:
    text = sentence["text"]
    return [(kind, text.index(said), text.index(said) + len(said)) for kind, said in labels]


def _score(found: list[Place], wanted: list[Place]) -> Score:
    """Count what overlaps something of the same kind on the other side as right."""
    return Score(
        len(found),
        sum(any(_overlap(one, other) for other in wanted) for one in found),
        len(wanted),
        sum(any(_overlap(one, other) for other in found) for one in wanted),
    )


def _overlap(one: Place, other: Place) -> bool:
    return one[1] < other[2] and other[1] < one[2]


def _yes_or_no(seen: Inspection, sentence: Sentence, code: str) -> Score:
    is_found = any(flag.code == code for flag in seen.flags)
    is_wanted = code in sentence.get("flags", ())
    is_right = is_found and is_wanted
    return Score(int(is_found), int(is_right), int(is_wanted), int(is_right))


def _days(seen: Inspection, sentence: Sentence) -> Score:
    """Count the dates whose days are the ones meant."""
    total = Score()
    for said, meant in sentence.get("days", {}).items():
        _, start, end = _labels(sentence, [("when", said)])[0]
        facts_there = [fact for fact in seen.facts.when if fact.start < end and start < fact.end]
        is_right = any((fact.from_, fact.to) == _meant(meant) for fact in facts_there)
        total += Score(bool(facts_there), is_right, 1, is_right)
    return total


def _meant(label: date | str) -> tuple[date, date]:
    if isinstance(label, date):
        return label, label
    first, last = (date.fromisoformat(day) for day in label.split("/"))
    return first, last


def _add(scores: dict[str, Score], kind: str, score: Score) -> None:
    scores[kind] = scores.get(kind, Score()) + score
