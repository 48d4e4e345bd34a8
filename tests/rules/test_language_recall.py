"""How much the finders find, and how often they are right, on our own labelled sentences."""

import pytest

from review.language.facts import FIELDS
from tests.rules import labelled

ALL = ("labelled", "dev", "held_out", "fresh", "last")


def test_there_are_enough_sentences_and_a_good_part_of_them_is_typed_badly() -> None:
    lines = (labelled.FOLDER / "labelled.yaml").read_text("utf-8").split("# ------")

    assert sum(len(labelled.sentences(name)) for name in ALL) >= 400
    assert lines[1].count("- {text") >= lines[0].count("- {text") * 0.9


@pytest.mark.parametrize("name", ALL)
def test_every_label_is_said_in_its_sentence(name: str) -> None:
    for sentence in labelled.sentences(name):
        said = [text for _, text in sentence.get("pii") or []] + list(sentence.get("days", {}))
        said += [text for field in FIELDS for text in sentence.get(field) or []]

        assert all(text in sentence["text"] for text in said), sentence["text"]


@pytest.mark.parametrize("name", ["labelled", "dev", "fresh"])
def test_what_the_rules_were_tuned_on_is_found(name: str) -> None:
    scores = labelled.by_class(labelled.sentences(name))

    assert labelled.personal(scores).precision >= 0.95
    assert labelled.personal(scores).recall >= 0.9
    assert labelled.facts(scores).precision >= 0.9
    assert labelled.facts(scores).recall >= 0.85


@pytest.mark.parametrize("name", ["held_out", "last"])
def test_what_the_rules_have_never_seen_is_found(name: str) -> None:
    scores = labelled.by_class(labelled.sentences(name))

    assert labelled.personal(scores).precision >= 0.9
    assert labelled.personal(scores).recall >= 0.9
    assert labelled.facts(scores).precision >= 0.9
    assert labelled.facts(scores).recall >= 0.85
    assert scores["days"].recall >= 0.9
