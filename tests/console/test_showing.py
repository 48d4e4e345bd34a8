"""Plain functions of the pages: differences, marks in a text, and the editor's form."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.console import draft_form, marks
from review.console.differences import differences
from review.console.draft_form import PhotoLine
from review.console.marks import Run
from review.errors import TipTooLong
from review.rendering.article import Article, Photo

TEXTS = st.text(alphabet="aăâđ \n[]<>&\"'\x00\u200b", max_size=60)


def an_article(**fields: Any) -> Article:
    given_fields: dict[str, Any] = {
        "section": "Thể chế", "title": "Tít", "subtitle": "", "standfirst": "Sa-pô", "body": ("Một.", "Hai."),
        "photos": (), "byline": "Lan", "source_line": "", "keywords": (), "genre": "TIN", "event_date": None,
        "stamp_at": datetime(2026, 11, 12, 5, tzinfo=UTC),
    }  # fmt: skip
    return Article(**{**given_fields, **fields})


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_differences_lose_nothing_of_either_version(old: str, new: str) -> None:
    pieces = differences(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old


def test_a_changed_word_is_shown_as_gone_and_new() -> None:
    pieces = differences("Có 37 người đến dự", "Có 39 người đến dự")

    assert [(piece.kind, piece.text) for piece in pieces][1:3] == [("gone", "37"), ("new", "39")]


@given(TEXTS, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5))
@settings(max_examples=60, deadline=None)
def test_marks_lose_nothing_of_the_text(text: str, places: list[tuple[int, int]]) -> None:
    flags = [{"code": "emoji", "text": text[a:b], "start": a, "end": b} for a, b in places if b <= len(text)]

    assert "".join(run.text for run in marks.marked(text, flags)) == text


def test_where_two_flags_meet_the_graver_one_colours_the_place() -> None:
    flags = [
        {"code": "long_sentence", "text": "số 0903", "start": 0, "end": 7},
        {"code": "pii_cccd", "text": "0903", "start": 3, "end": 7},
    ]

    assert marks.marked("số 0903 ạ", flags) == (
        Run("số ", ("long_sentence",), "warn"),
        Run("0903", ("long_sentence", "pii_cccd"), "high"),
        Run(" ạ"),
    )


def test_a_flag_about_the_whole_text_marks_nothing_in_it_and_quotes_nothing() -> None:
    flag = {"code": "missing_source", "text": "Chiều nay có mưa.", "start": 0, "end": 17}

    assert marks.marked("Chiều nay có mưa.", [flag]) == (Run("Chiều nay có mưa."),)
    assert marks.summed("Chiều nay có mưa.", [flag]) == (marks.Flag("missing_source", "warn", ()),)


def test_a_flag_of_another_text_marks_nothing() -> None:
    assert marks.marked("khác", [{"code": "emoji", "text": "cũ", "start": 0, "end": 2}]) == (Run("khác"),)


@given(st.dictionaries(st.sampled_from([*draft_form.LINES, "body", "standfirst", "keywords"]), TEXTS))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_becomes_an_article_that_can_be_stored(form: dict[str, str]) -> None:
    article = draft_form.article_of(form, an_article(), ())

    assert Article.from_json(article.as_json()) == article
    assert not any("\x00" in text for _, text in article.fields())


def test_an_untouched_form_gives_the_same_article_back() -> None:
    photo = Photo(2, "k" * 64, "Chú thích.", "Mô tả.", "Ảnh: Lan")
    article = an_article(photos=(photo,), subtitle="Tít phụ", keywords=("a", "b"))
    form = {
        **{name: getattr(article, name) for name in draft_form.LINES},
        "standfirst": article.standfirst,
        "body": draft_form.body_text(article),
        "keywords": ", ".join(article.keywords),
        "photos": "1",
        "photo-2-use": "1",
        "photo-2-caption": photo.caption,
    }

    assert draft_form.article_of(form, article, (PhotoLine(photo, photo.key, True),)) == article


def test_photos_stand_in_the_order_of_their_numbers() -> None:
    lines = tuple(PhotoLine(Photo(n, f"{n}" * 64, "", "", ""), f"{n}" * 64, True) for n in (1, 2, 3))
    form = {"photos": "1", "photo-1-use": "1", "photo-1-place": "9", "photo-3-use": "1", "photo-3-place": "1"}

    article = draft_form.article_of(form, an_article(), lines)

    assert [photo.number for photo in article.photos] == [3, 1]


@pytest.mark.parametrize("field", ["title", "byline"])
def test_a_line_beyond_its_limit_is_refused_and_one_at_it_is_kept(field: str) -> None:
    longest = "x" * draft_form.LONGEST_LINE

    assert getattr(draft_form.article_of({field: longest}, an_article(), ()), field) == longest
    with pytest.raises(TipTooLong):
        draft_form.article_of({field: longest + "x"}, an_article(), ())
