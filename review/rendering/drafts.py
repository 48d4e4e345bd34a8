"""A story rendered into an Article by its genre's template (`templates/drafts`, which the newsroom may edit)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from review.errors import TemplateBroken
from review.language.clean import clean
from review.language.typography import typographic
from review.rendering.article import Article
from review.rendering.credit import initials
from review.rendering.forming import Formed, form
from review.rendering.headline import OPEN_TITLE
from review.rendering.sandbox import render_template
from review.rendering.story import Story

GENRES = ("TV", "TIN", "TT", "TA", "BAI", "PV", "PS", "VD", "TH", "TB")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The article; `error` says in Vietnamese what to mend in a broken template, whose article holds the raw text.

    `dropped` is what the tip said to the desk only: greetings, notes, page furniture, applied corrections.
    """

    article: Article
    error: str | None = None
    dropped: tuple[str, ...] = ()


def render(story: Story, template: str | None = None) -> Rendered:
    """Return the article of a story by `template`, or by the one shipped for its genre. Never raises for content."""
    story = story.cleaned()
    parts = form(story)
    try:
        source = template if template is not None else shipped_template(story.genre)
        blocks = render_template(source, context(story, parts))
    except TemplateBroken as broken:
        return Rendered(render_raw(story, parts), broken.values["error"])
    return Rendered(_article(story, parts, blocks), None, parts.dropped)


def render_raw(story: Story, parts: Formed) -> Article:
    """Return an article whose body is the tip's own text, line by line, with nothing chosen or left out."""
    lines = [line for message in story.messages for line in clean(message.text).text.split("\n")]
    blocks = {"title": OPEN_TITLE, "standfirst": "", "source": parts.source_line, "byline": parts.byline}
    return _article(story, parts, blocks | {"body": "\n\n".join(lines)})


@lru_cache(maxsize=len(GENRES))
def shipped_template(genre: str) -> str:
    """Return the text of the genre's shipped template; TemplateBroken where there is none."""
    if genre not in GENRES:
        raise TemplateBroken("no draft template for this genre", error="không có mẫu cho thể loại này")
    return (files("templates") / "drafts" / f"{genre}.txt").read_text(encoding="utf-8")


def context(story: Story, parts: Formed) -> dict[str, Any]:
    """Return what a template may use; `templates/drafts/TIN.txt` explains each name to the editors."""
    return {
        "tit": parts.title,
        "sapo": parts.standfirst,
        "than_bai": list(parts.body),
        "nguon": parts.source_line,
        "tac_gia": parts.byline,
        "tac_gia_viet_tat": initials(parts.byline),
        "chuyen_muc": story.section,
        "don_vi": story.unit_short,
        "ma_tin": story.reference,
        "so_anh": len(parts.photos),
    }


def _article(story: Story, parts: Formed, blocks: Mapping[str, str]) -> Article:
    return Article(
        section=story.section,
        title=_line(blocks["title"]),
        subtitle="",
        standfirst=_line(blocks["standfirst"]),
        body=_paragraphs(blocks["body"]),
        photos=parts.photos,
        byline=_line(blocks["byline"]),
        source_line=_line(blocks["source"]),
        keywords=(),
        genre=story.genre,
        event_date=parts.event_date,
        stamp_at=story.sent_at,
    )


def _line(block: str) -> str:
    return typographic(" ".join(block.split()))


def _paragraphs(block: str) -> tuple[str, ...]:
    """Return the paragraphs of a body: what stands between empty lines."""
    pieces = (_line(piece) for piece in _split(block))
    return tuple(piece for piece in pieces if piece)


def _split(block: str) -> list[str]:
    paragraphs: list[list[str]] = [[]]
    for line in block.split("\n"):
        if line.strip():
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    return ["\n".join(lines) for lines in paragraphs]
