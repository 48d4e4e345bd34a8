"""The drafts of the sample tips keep the contracts of the ideal drafts (domain guide, section 21)."""

from dataclasses import replace
from datetime import date

import pytest

from review.rendering.article import Article
from review.rendering.drafts import render
from tests.rules.tips_told import contract, outside_placeholders, tip, told_by_tips, whole

CASES = {"A": (("T01", "T06", "T14"), "TIN", 2), "B": (("T03",), "TIN", 0), "E": (("T13",), "BAI", 5)}
# What the contract's “placeholders_about” mean, as the placeholders say it.
ASKED = {
    "A": {"[[họ tên đầy đủ]]": 1, "[[ai, đang làm gì]]": 2, "[[mô tả ảnh]]": 2},
    "B": {},
    "E": {"[[họ tên]]": 1, "[[tên, nếu chị đồng ý]]": 1, "[[ai, đang làm gì]]": 5, "[[mô tả ảnh]]": 5},
}
DRAFTS = pytest.mark.parametrize("name", CASES)


def draft(name: str) -> Article:
    tips, genre, photos = CASES[name]
    return render(told_by_tips(tips, genre=genre, photos=photos)).article


@DRAFTS
def test_a_draft_contains_what_its_contract_asks(name: str) -> None:
    text = whole(draft(name))

    missing = [variants for variants in contract(name)["must_contain"] if not any(one in text for one in variants)]

    assert missing == []


@DRAFTS
def test_a_draft_contains_nothing_its_contract_forbids(name: str) -> None:
    article = draft(name)
    rules = contract(name)

    assert [text for text in rules["must_not_contain"] if text in outside_placeholders(article)] == []
    assert [text for text in rules.get("only_if_marked_computed", ()) if text in whole(article)] == []


@DRAFTS
def test_a_draft_asks_for_what_is_missing(name: str) -> None:
    placeholders = draft(name).placeholders()

    assert {text: placeholders.count(text) for text in ASKED[name]} == ASKED[name]
    assert ASKED[name] or placeholders == []


@DRAFTS
def test_a_draft_credits_every_author(name: str) -> None:
    assert draft(name).byline == " - ".join(contract(name)["authors"])


def test_the_report_becomes_the_source_line_with_its_issuer() -> None:
    article = draft("B")

    assert [article.source_line] == contract("B")["source_line"]
    assert "Nguồn" not in " ".join(article.body)


def test_the_event_date_is_the_one_exact_day_of_the_standfirst() -> None:
    assert draft("A").event_date == date(2026, 11, 12)
    assert draft("B").event_date == date(2026, 11, 3)
    assert draft("E").event_date is None


def test_titles_are_words_of_the_tip() -> None:
    assert draft("A").title == "UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến"
    assert draft("B").title == "UBND phường Tân Mẫu phối hợp với bưu điện trả kết quả hồ sơ"
    assert draft("E").title == "Mô hình “Thứ Sáu không chờ” của phường Tân Mẫu"


def test_two_joined_tips_that_differ_leave_the_figure_open() -> None:
    article = render(told_by_tips(("T01", "T06"))).article

    assert article.placeholders().count("[[37 hay 39]]") == 2
    assert "37 người" not in whole(article)


def test_decomposed_and_composed_text_give_the_same_article() -> None:
    decomposed = told_by_tips(("T03",))
    message = replace(decomposed.messages[0], text=tip("T03")["text_readable"])

    composed = replace(decomposed, messages=(message,))

    assert render(decomposed).article == render(composed).article
