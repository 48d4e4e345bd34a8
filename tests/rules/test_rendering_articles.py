"""Articles as objects: every genre renders, nothing breaks on any text, JSON keeps all of it."""

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from review.rendering.article import Article, Photo
from review.rendering.drafts import GENRES, render, shipped_template
from review.rendering.story import StoryMessage, StoryPhoto
from tests.rules.tips_told import SENT_AT, a_story, told, whole

# Words that the rules look for, and any characters at all, lone surrogates included.
WORDS = st.sampled_from([
    "Sáng nay", "hôm qua", "em gửi 2 hình", "UBND phường Bình Mẫu", "37", "chứ ko phải", "39", "chị Lan nói:", "C Hạnh",
    "“", "”", "[[", "]]", "{{", "}}", "{%", "H1", ",", ".", "\n", "ạ", "Nguồn:", "(Theo", "215/BC-UBND", "12/11", "<b>",
    "7h30-11h30", "0909000111", "nhầm", "1 cửa", "một Phó Chủ tịch", "phường em",
])  # fmt: skip
TEXTS = st.one_of(st.text(st.characters(), max_size=80), st.lists(WORDS, max_size=25).map(" ".join))
NAMES = st.text(max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=3), TEXTS, st.sampled_from([*GENRES, "KHÔNG"]), NAMES, TEXTS)
def test_any_text_gives_an_article_and_never_an_exception(
    texts: list[str], caption: str, genre: str, author: str, when: str
) -> None:
    messages = [StoryMessage(number, text, SENT_AT, author) for number, text in enumerate(texts, 1)]
    photos = (StoryPhoto(1, caption=caption),)
    story = a_story(*messages, genre=genre, photos=photos, authors=(author,), event_when=when, source_detail=when)

    outcome = render(story)

    assert (outcome.error is None) == (genre in GENRES)
    assert Article.from_json(json.loads(json.dumps(outcome.article.as_json()))) == outcome.article


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(11, 99), min_size=1, max_size=6, unique=True))
def test_no_sentence_of_a_tip_is_lost(numbers: list[int]) -> None:
    sentences = [f"Khu phố {number} đã mở điểm hướng dẫn." for number in numbers]

    article = render(told(" ".join(sentences[:3]), "\n".join(sentences[3:]))).article

    assert [sentence for sentence in sentences if sentence not in whole(article)] == []


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_has_a_template_that_renders(genre: str) -> None:
    outcome = render(told("Sáng nay, UBND phường Bình Mẫu mở lớp số cho bà con. Có 20 người dự.", genre=genre))

    assert outcome.error is None
    assert "Sáng 12/11, UBND phường Bình Mẫu mở lớp số cho bà con." in whole(outcome.article)
    assert "Có 20 người dự." in whole(outcome.article)


def test_the_shipped_templates_are_those_of_the_genres() -> None:
    shipped = {Path(file.name).stem for file in (files("templates") / "drafts").iterdir() if file.name.endswith(".txt")}
    taxonomies = yaml.safe_load((files("review") / "data" / "taxonomies.yaml").read_text(encoding="utf-8"))

    assert shipped == set(GENRES) == {genre["code"] for genre in taxonomies["genres"]}


def test_what_differs_between_genres_is_in_the_templates() -> None:
    text = "Sáng nay, UBND phường Bình Mẫu mở lớp số. Có 20 người dự."

    brief, notice, digest, video = (render(told(text, genre=genre)).article for genre in ("TV", "TB", "TH", "VD"))

    assert (brief.standfirst, len(brief.body)) == ("", 1)
    assert (notice.standfirst, notice.byline) == ("", "")
    assert (digest.byline, digest.source_line) == ("L.", "(Theo [[nguồn]])")
    assert video.body[-1] == "[[đường dẫn video]]"


def test_a_broken_template_keeps_the_raw_text_and_the_error() -> None:
    story = told("Sáng nay phường em mở lớp ạ.\nEm gửi 2 hình.")

    outcome = render(story, shipped_template("TIN").replace("{{ sapo }}", "{{ sapoo }}"))

    assert outcome.error == "khối standfirst: không có “sapoo”"
    assert outcome.article.body == ("Sáng nay phường em mở lớp ạ.", "Em gửi 2 hình.")
    assert outcome.article.title == "[[tít]]"


def test_an_edited_template_is_used() -> None:
    edited = shipped_template("TIN").replace("{{ tac_gia }}", "Tin, ảnh: {{ tac_gia }}")

    assert render(told("Sáng nay phường mở lớp."), edited).article.byline == "Tin, ảnh: Lan"


def test_fields_come_in_the_order_of_the_portal() -> None:
    article = an_article()

    names = [name for name, _ in article.fields()]

    assert names == [
        "section", "title", "subtitle", "standfirst", "body", "photo-1", "byline", "source_line", "keywords",
    ]  # fmt: skip
    assert article.placeholders() == ["[[tít]]", "[[họ tên]]", "[[mô tả ảnh]]"]


def an_article() -> Article:
    return Article(
        section="Thủ tục hành chính",
        title="[[tít]]",
        subtitle="",
        standfirst="Sáng 12/11, chị [[họ tên]] Hạnh trực.",
        body=("Một.", "Hai."),
        photos=(Photo(1, None, "Bà con chờ.", "[[mô tả ảnh]]", "Ảnh: Lan"),),
        byline="Lan",
        source_line="",
        keywords=("một cửa",),
        genre="TIN",
        event_date=date(2026, 11, 12),
        stamp_at=datetime(2026, 11, 12, 4, 52, tzinfo=UTC),
    )
