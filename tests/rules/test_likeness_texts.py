"""Which texts are one: our own pairs, those of the domain guide, and texts of any kind."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.likeness.passages import passages
from review.likeness.signature import SIZE, signature
from review.likeness.texts import read, score
from review.thresholds import Thresholds, Verdict, thresholds
from tests.rules.likeness_pairs import bank, pairs

TIPS = Path(__file__).parents[1] / "fixtures" / "domain" / "tips"
ALIKE = {Verdict.COPY, Verdict.NEAR}
LEAST_FOUND = {
    "copied": 1.0,
    "cut": 1.0,
    "without diacritics": 1.0,
    "swapped": 1.0,
    "rewritten 10 %": 1.0,
    "rewritten 20 %": 0.99,
    "rewritten 30 %": 0.95,
    "rewritten 50 %": 0.6,
    "reworded": 0.8,
}
MOST_FALSE = 1 / 200
STOCK = "sáng nay phường Bình Mẫu mở bàn hướng dẫn 37 người 12/11 Đoàn trả kết quả “Một cửa” ."
SYLLABLES = st.sampled_from(STOCK.split())
TEXTS = st.lists(SYLLABLES, min_size=15, max_size=40).map(" ".join)


def told(one: str, other: str) -> Verdict:
    return Thresholds().verdict(score(read(one), read(other)))


def tip(name: str) -> str:
    return str(json.loads((TIPS / f"{name}.json").read_text("utf-8"))["text"])


@pytest.mark.parametrize("held_out", [False, True])
def test_rewritten_texts_are_found_and_unrelated_ones_are_not(held_out: bool) -> None:  # noqa: FBT001 - one of two halves
    alike: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs(held_out=held_out, rounds=2):
        alike[pair.kind].append(told(pair.one, pair.other) in ALIKE)

    share = {kind: sum(found) / len(found) for kind, found in alike.items()}
    assert {kind for kind, least in LEAST_FOUND.items() if share[kind] < least} == set()
    assert share["unrelated"] <= MOST_FALSE
    assert share["one pattern"] <= MOST_FALSE * 10
    assert sum(map(len, alike.values())) >= 400


def test_a_copy_is_called_a_copy_whatever_was_done_to_its_form() -> None:
    text = bank()["news"][0]["text"]

    assert told(text, text.upper()) is Verdict.COPY
    assert told(text, f"Kính gửi Ban Biên tập.\n\n{text}\n\nEm gửi kèm 2 hình ạ.") is Verdict.COPY


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("T01", "T06", Verdict.NEAR),
        ("T02", "T13", Verdict.DIFFERENT),
        ("T03", "T07", Verdict.DIFFERENT),
        ("T01", "T02", Verdict.DIFFERENT),
    ],
)
def test_the_sample_tips_of_the_domain_guide_are_told_apart(one: str, other: str, verdict: Verdict) -> None:
    assert told(tip(one), tip(other)) is verdict


def test_a_text_under_fifteen_words_tells_nothing() -> None:
    short = "Sáng nay phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ"

    assert score(read(short), read(short)) is None
    assert signature(read(short)) is None
    assert told(short, short) is Verdict.DIFFERENT


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(one: str, other: str) -> None:
    ab, ba = score(read(one), read(other)), score(read(other), read(one))

    assert ab == ba
    assert ab is None or 0 <= ab <= 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_compared_and_is_marked_without_loss(one: str, other: str) -> None:
    score(read(one), read(other))

    assert "".join(run.text for run in passages(one, other)) == one


def test_common_passages_are_marked_wherever_they_stand_and_however_they_are_written() -> None:
    one = "Sáng nay phường mở bàn hướng dẫn hòa giải. Có 37 người đến."
    other = "co 37 nguoi den, MỞ BÀN HƯỚNG DẪN hoà giải thì vui"

    marked = [run.text for run in passages(one, other) if run.is_common]

    assert marked == ["mở bàn hướng dẫn hòa giải. Có 37 người đến"]


def test_signatures_agree_where_word_pairs_do_and_outlive_the_process() -> None:
    text = bank()["news"][0]["text"]
    here = signature(read(text))
    script = (
        "import sys\nfrom review.likeness.signature import signature\nfrom review.likeness.texts import read\n"
        "sys.stdout.write(signature(read(sys.stdin.buffer.read().decode())).hex())"
    )

    there = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script],
        input=text.encode(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "7"},
    )

    assert here is not None
    assert len(here) == SIZE
    assert there.stdout.decode() == here.hex()
    assert here.hex()[:16] == "f917438e9593943c"  # what is stored must go on meaning the same; see FORM


@pytest.mark.parametrize("wrong", ["", "0.6", "0.3 0.6 3d", "2 1 3d", "0.6 0.3 3", "0.6 0 3d"])
def test_wrong_thresholds_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="write it as"):
        thresholds(wrong)
