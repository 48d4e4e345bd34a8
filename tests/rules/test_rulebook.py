"""Whether a rule fits a tip, what several set together, and what is wrong with one that cannot be kept."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.errors import BadRule
from review.rulebook.form import Offered, Typed, conditions, effects, name_of
from review.rulebook.matching import Facts, facts, matches, outcome
from review.rulebook.rule import Conditions, Effects, Rule, rule

OFFERED = Offered(topics={"SO", "TTHC"}, flags={"minor", "pii_mobile"}, staff={7, 8})
TEXT = "Sáng nay cháy nhỏ tại chợ Bình Mẫu, công an phường hỗ trợ 3 hộ dân hòa giải."


def a_rule(number: int = 1, *, sets: Effects | None = None, **asked: Any) -> Rule:
    return rule(
        number=number,
        version=1,
        edition=number,
        name=f"Quy tắc {number}",
        is_on=True,
        conditions=Conditions(**asked),
        effects=sets or Effects(priority="high"),
    )


def a_tip(text: str = TEXT, **changes: Any) -> Facts:
    seen = facts(text, topic="SO", unit="p-binh-mau", sender=3, flags=[{"code": "minor"}])
    return replace(seen, **changes)


@pytest.mark.parametrize(
    ("word", "fits"),
    [
        ("cháy", True),
        ("CHÁY", True),
        ("cha\u0301y", True),  # decomposed
        ("chạy", False),
        ("chay", True),  # typed without marks: any word of these letters
        ("hoà giải", True),  # the other tone style
        ("hòa  giải", True),
        ("giải hòa", False),
        ("cháy nhỏ tại chợ", True),
        ("hộ dân hòa giải.", True),
        ("háy", False),
        ("3 hộ", True),
    ],
)
def test_a_word_fits_as_it_is_written_and_in_a_text_without_marks(word: str, *, fits: bool) -> None:
    assert matches(a_rule(words=("không có", word)), a_tip()) is fits


@pytest.mark.parametrize(("word", "fits"), [("cháy", True), ("chợ Bình Mẫu", True), ("xe", False)])
def test_words_with_marks_are_found_in_a_text_typed_without(word: str, *, fits: bool) -> None:
    assert matches(a_rule(words=(word,)), a_tip("chay nho tai cho binh mau")) is fits


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"topics": ("TTHC", "SO")}, True),
        ({"topics": ("TTHC",)}, False),
        ({"unit": "p-binh-mau"}, True),
        ({"unit": "p-tan-mau"}, False),
        ({"sender": 3}, True),
        ({"sender": 4}, False),
        ({"shortest": 18}, True),
        ({"shortest": 19}, False),
        ({"longest": 18}, True),
        ({"longest": 17}, False),
        ({"flags": ("pii_mobile", "minor")}, True),
        ({"flags": ("pii_mobile",)}, False),
        ({"everything": True}, True),
        ({"words": ("cháy",), "topics": ("TTHC",)}, False),
        ({"everything": True, "topics": ("TTHC",)}, False),
        ({}, False),
    ],
)
def test_everything_a_rule_asks_for_must_be_true_and_one_that_asks_nothing_fits_nothing(
    asked: dict[str, Any], *, fits: bool
) -> None:
    assert matches(a_rule(**asked), a_tip()) is fits


def test_of_several_rules_the_first_names_the_topic_and_the_gravest_the_priority_and_everybody_is_told_once() -> None:
    rules = [
        a_rule(1, everything=True, sets=Effects(topic="SO", priority="urgent", readings=2, notify=(7,))),
        a_rule(2, everything=True, sets=Effects(topic="TTHC", priority="high", readings=3, notify=(7, 8))),
        a_rule(3, topics=("TTHC",), sets=Effects(priority="low", readings=2)),
    ]

    found = outcome(rules, a_tip())

    assert {field: (value, because.number) for field, (value, because) in found.fields.items()} == {
        "topic": ("SO", 1),
        "priority": ("urgent", 1),
        "readings": (3, 2),
    }
    assert [(told.person, told.rule.number) for told in found.told] == [(7, 1), (8, 2)]


@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=5))
@settings(max_examples=60)
def test_any_text_and_any_words_are_compared_without_a_fault(text: str, words: list[str]) -> None:
    asked = a_rule(words=tuple(words), everything=True)

    assert matches(asked, a_tip(text)) in {True, False}


@given(st.text(min_size=2, max_size=40))
@settings(max_examples=60)
def test_a_list_of_words_that_is_taken_fits_its_own_words(typed: str) -> None:
    try:
        asked = conditions(Typed(words=typed), OFFERED, unit="", sender=None)
    except BadRule:
        return

    assert all(matches(a_rule(words=(word,)), a_tip(f"trước {word} sau")) for word in asked.words)


def test_a_rule_is_kept_and_read_as_it_was() -> None:
    asked = Conditions(words=("cháy",), flags=("minor",), sender=3, shortest=5)
    wanted = Effects(priority="urgent", notify=(7,))

    assert Conditions.from_json({**asked.as_json(), "of_later": 1}) == asked
    assert Effects.from_json(wanted.as_json()) == wanted


def test_what_was_typed_becomes_conditions_and_effects() -> None:
    typed = Typed(
        words="cháy, nổ\nngộ độc;  cháy ", topics=("SO",), flags=("minor",), shortest=" 5 ", longest="400",
        priority="urgent", readings="2", notify=("8", "7", "8"), checklist="TTHC",
    )  # fmt: skip

    asked = conditions(typed, OFFERED, unit="p-binh-mau", sender=3)

    assert asked.words == ("cháy", "nổ", "ngộ độc")
    assert (asked.shortest, asked.longest, asked.unit, asked.sender) == (5, 400, "p-binh-mau", 3)
    assert effects(typed, OFFERED) == Effects(priority="urgent", checklist="TTHC", readings=2, notify=(8, 7))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (Typed(name="  "), "no_name"),
        (Typed(name="x" * 81), "long_name"),
        (Typed(), "no_condition"),
        (Typed(words=" , ; \n"), "no_words"),
        (Typed(words="\n".join(f"từ{n}" for n in range(1000))), "many_words"),
        (Typed(words="một hai ba bốn năm sáu bảy tám chín"), "long_words"),
        (Typed(words="cháy, à"), "short_words"),
        (Typed(topics=("XX",)), "unknown"),
        (Typed(flags=("no_such",)), "unknown"),
        (Typed(shortest="-1"), "length"),
        (Typed(longest="nhiều"), "length"),
        (Typed(longest="٣"), "length"),
        (Typed(longest="999999"), "length"),
        (Typed(shortest="50", longest="20"), "lengths"),
        (Typed(everything=True), "no_effect"),
        (Typed(everything=True, priority="highest"), "unknown"),
        (Typed(everything=True, readings="9"), "unknown"),
        (Typed(everything=True, notify=("99",)), "unknown"),
    ],
)
def test_a_rule_that_cannot_be_kept_says_what_is_wrong(typed: Typed, fault: str) -> None:
    with pytest.raises(BadRule) as refused:
        (
            name_of(replace(typed, name=typed.name or "Cháy nổ")),
            conditions(typed, OFFERED, unit="", sender=None),
            effects(typed, OFFERED),
        )

    assert refused.value.values["fault"] == fault
