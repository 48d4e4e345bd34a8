"""HTML and Markdown: the portal's order, and text that stays text whatever it holds."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from review.exports.html import fragment, preview
from review.exports.markdown import markdown
from review.rendering.article import Article, Photo

SAID = "<script>alert(1)</script> \" ' & {{ 7 * 7 }} **đậm** [x](javascript:alert(1)) ![y](z) # 1. _"
OWN_ELEMENTS = {
    "html",
    "head",
    "meta",
    "title",
    "body",
    "article",
    "span",
    "time",
    "h1",
    "p",
    "strong",
    "figure",
    "img",
}
OWN_ATTRIBUTES = {"class", "lang", "datetime", "src", "alt", "charset", "name", "content"}


class Read(HTMLParser):
    """Reads back what a browser would see: elements, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def an_article(text: str) -> Article:
    return Article(
        section=text,
        title=text,
        subtitle=text,
        standfirst=text,
        body=(text, text),
        photos=(Photo(1, "key", text, text, f"Ảnh: {text}"),),
        byline=text,
        source_line=text,
        keywords=(text,),
        genre="TIN",
        event_date=None,
        stamp_at=datetime(2026, 11, 12, 4, 52, tzinfo=UTC),
    )


def photo_url(photo: Photo) -> str:
    return f"/media/{photo.key}"


def test_the_page_holds_no_element_or_attribute_from_data() -> None:
    read = Read(preview(an_article(SAID), photo_url=photo_url))

    assert set(read.elements) - OWN_ELEMENTS == {"figcaption"}
    assert set(read.attributes) <= OWN_ATTRIBUTES
    assert read.attributes["alt"] == SAID
    assert read.text.count(SAID) == 10


def test_the_preview_shows_the_parts_in_the_portals_order() -> None:
    article = replace(
        an_article("x"),
        section="Mục",
        title="Tít",
        standfirst="Sa-pô.",
        body=("Đoạn.",),
        byline="Lan",
        source_line="(Theo A)",
    )

    shown = preview(article, photo_url=photo_url)

    order = [
        "Mục",
        "12 Tháng Mười Một 2026 11:52:00 SA",
        "Tít",
        "<strong>Sa-pô.",
        "Đoạn.",
        "/media/key",
        "Lan",
        "(Theo A)",
    ]
    assert [shown.index(part) for part in order] == sorted(shown.index(part) for part in order)
    assert "Tháng" not in fragment(article, photo_url=photo_url)


def test_open_placeholders_are_marked_and_empty_parts_leave_nothing() -> None:
    article = replace(an_article(""), title="Chị [[họ tên]] Hạnh <b>", body=(), photos=())

    assert fragment(article, photo_url=photo_url) == (
        '<h1 class="article-title">Chị <mark>[[họ tên]]</mark> Hạnh &lt;b&gt;</h1>\n'
    )


def test_a_photo_that_has_not_arrived_shows_its_caption_only() -> None:
    shown = fragment(an_article("Bà con"), photo_url=lambda _photo: None)

    assert "<img" not in shown
    assert "<figcaption>Bà con Ảnh: Bà con</figcaption>" in shown


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
@example(SAID)
@example("1. một")
@example("- một")
@example("+ một")
@example("=== ---")
@example("```")
@example("&amp; &lt;")
@example("    mã")
def test_markdown_keeps_text_as_text(text: str) -> None:
    article = replace(an_article(""), body=(text,), photos=())
    expected = " ".join(text.split())

    tokens = MarkdownIt("commonmark").parse(markdown(article))

    inlines = [token for token in tokens if token.type == "inline"]
    read = ["".join(child.content for child in token.children or ()) for token in inlines]
    assert read == ["12 Tháng Mười Một 2026 11:52:00 SA", *([expected] if expected else [])]
    assert {child.type for token in inlines for child in token.children or ()} <= {"text", "text_special"}


@pytest.mark.parametrize("url", ["/media/a b", "/media/a)b", "/media/<x>"])
def test_a_photos_address_cannot_break_out_of_its_link(url: str) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown(an_article("x"), photo_url=lambda _photo: url))

    images = [child for token in tokens for child in token.children or () if child.type == "image"]
    assert len(images) == 1
    assert str(images[0].attrs["src"]).startswith("/media/")


def test_markdown_without_addresses_prints_captions_only() -> None:
    text = markdown(an_article("Bà con."))

    assert "![" not in text
    assert "Bà con. Ảnh: Bà con." in text
