"""The checks before an article is ready: each finds its own, the seed page raises its warnings, nothing raises."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from review.checks.article import MOST_OF_A_KIND, blocking, check
from review.checks.finding import Finding, Known, Level
from review.rendering.article import Article, Photo
from review.words import LOCALES, shipped
from tests.rules.articles_checked import GOOD, KNOWN, RIGHT, WRONG, saying
from tests.rules.tips_told import seed

SHIPPED: list[Mapping[str, Any]] = yaml.safe_load((files("review") / "data" / "checks.yaml").read_text("utf-8"))[
    "check"
]
LEVELS = {row["code"]: Level(row["level"]) for row in SHIPPED}
BLOCKS = {"open_place", "missing_title", "missing_text", "missing_alt", "personal_data"}
TEXTS = st.text(max_size=80) | st.sampled_from([text for _, article, _, _ in WRONG for text in article.body])


def found(article: Article, code: str) -> list[Finding]:
    known = replace(KNOWN, same_title=("B-261101-01",)) if code == "same_title" else KNOWN
    return [one for one in check(article, known, LEVELS) if one.code == code]


def test_a_good_article_leaves_nothing_to_say() -> None:
    assert check(GOOD, KNOWN, LEVELS) == ()


@pytest.mark.parametrize(("code", "article", "field", "place"), WRONG)
def test_each_check_finds_its_own_in_its_field(code: str, article: Article, field: str, place: str) -> None:
    findings = found(article, code)

    assert field in [one.field for one in findings]
    assert not place or place in [one.place for one in findings]


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_only_looks_wrong_is_let_be(sentence: str) -> None:
    assert check(saying(sentence), KNOWN, LEVELS) == ()


def test_every_check_has_an_example_a_level_and_its_words() -> None:
    codes, words = {row["code"] for row in SHIPPED}, shipped()

    assert {code for code, *_ in WRONG} == codes
    assert {code for code in codes if LEVELS[code] is Level.BLOCKING} == BLOCKS
    assert all(words.has_label(f"{stem}.{code}") for stem in ("check", "check_name") for code in codes)


def test_the_seed_page_raises_the_warnings_it_should_and_nothing_stops_it() -> None:
    page = seed()
    article = Article(
        section=page["chuyen_muc"],
        title=page["tit"],
        subtitle="",
        standfirst=page["sapo"],
        body=tuple(page["than_bai"]),
        photos=(),
        byline="",
        source_line=page["nguon"],
        keywords=(),
        genre="TIN",
        event_date=None,
        stamp_at=datetime.fromisoformat(page["thoi_gian_iso"]),
    )

    findings = check(article, replace(KNOWN, length=(100, 400)), LEVELS)

    assert blocking(findings) == ()
    assert [one.code for one in findings] == [
        "missing_author",
        "missing_photo",
        "missing_doc_number",
        *["long_sentence"] * 3,
        *["long_paragraph"] * 2,
        "long_for_genre",
    ]
    assert findings[-1].values["n"] == 432


def test_the_newsroom_says_what_blocks_but_never_prints_an_open_place() -> None:
    article = replace(GOOD, title="", byline="[[bút danh]]", source_line="")

    mild = check(article, KNOWN, dict.fromkeys(LEVELS, Level.WARNING))
    strict = check(article, KNOWN, dict.fromkeys(LEVELS, Level.BLOCKING))

    assert [one.code for one in blocking(mild)] == ["open_place"]
    assert {one.code for one in blocking(strict)} >= {"open_place", "missing_title"}


def test_what_blocks_stands_first_and_a_hundred_of_a_kind_are_a_few() -> None:
    findings = check(saying(*[f"[[chỗ {n}]]" for n in range(100)]), KNOWN, LEVELS)

    assert [one.level for one in findings] == sorted((one.level for one in findings), key="blocking warning".index)
    assert len(blocking(findings)) == MOST_OF_A_KIND


def test_a_unit_is_judged_by_the_day_of_the_event() -> None:
    before = replace(saying("Người dân Quận 1 cũng đăng ký."), event_date=date(2025, 6, 30))

    assert found(before, "unit_renamed") == []
    told = found(replace(before, event_date=date(2025, 7, 1)), "unit_renamed")
    assert [one.values["ten"] for one in told] == ["phường Sài Gòn, phường Tân Định"]


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(TEXTS, min_size=8, max_size=8),
    body=st.lists(TEXTS, max_size=4),
    day=st.none() | st.dates(),
    genre=st.sampled_from(["TV", "TIN", "BAI", "?"]),
    known=st.sampled_from([Known(), KNOWN]),
)
def test_no_text_makes_a_check_fail_and_every_finding_can_be_said(
    texts: list[str], body: list[str], day: date | None, genre: str, known: Known
) -> None:
    title, subtitle, standfirst, caption, alt, credit, byline, source = texts
    photo = Photo(1, "key-2", caption, alt, credit)
    article = replace(
        GOOD, title=title, subtitle=subtitle, standfirst=standfirst, body=tuple(body), photos=(photo,), byline=byline,
        source_line=source, genre=genre, event_date=day,
    )  # fmt: skip
    words = shipped()

    findings = check(article, known, LEVELS)

    assert all(words.label(f"check.{one.code}", locale, **one.values) for one in findings for locale in LOCALES)
    assert all(one.code in LEVELS for one in findings)
