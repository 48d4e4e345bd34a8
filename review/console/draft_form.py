"""An editor's form and the article it means, both ways. Nothing typed is lost; paragraphs are parted by blank lines."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from review.errors import TipTooLong
from review.language.clean import clean_text
from review.rendering.article import Article, Photo

LINES = ("section", "title", "subtitle", "byline", "source_line")
LONGEST_LINE, LONGEST_TEXT = 500, 100_000
MOST_WORDS = 30
LAST = 999
BLANK_LINE = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo as the form shows it; `key` is None while the file has not arrived."""

    photo: Photo
    key: str | None
    is_used: bool


def article_of(form: Mapping[str, str], before: Article, photos: Sequence[PhotoLine]) -> Article:
    """Return the article an editor typed; what the form does not hold stays as it was.

    Raises TipTooLong for a field beyond its limit.
    """
    lines: Any = {name: _line(form[name]) for name in LINES if name in form}
    return replace(
        before,
        **lines,
        standfirst=_line(form.get("standfirst", before.standfirst), LONGEST_TEXT),
        body=_paragraphs(form["body"]) if "body" in form else before.body,
        keywords=_words(form["keywords"]) if "keywords" in form else before.keywords,
        photos=_photos(form, photos),
    )


def body_text(article: Article) -> str:
    """Return the body as one text, a blank line between paragraphs."""
    return "\n\n".join(article.body)


def _photos(form: Mapping[str, str], photos: Sequence[PhotoLine]) -> tuple[Photo, ...]:
    """Return the photos that are used, in the order of their numbers in the form."""
    if "photos" not in form:
        return tuple(line.photo for line in photos if line.is_used)
    used = [line for line in photos if f"photo-{line.photo.number}-use" in form]
    placed = sorted(used, key=lambda line: _place(form.get(f"photo-{line.photo.number}-place", "")))
    return tuple(_photo(form, line) for line in placed)


def _photo(form: Mapping[str, str], line: PhotoLine) -> Photo:
    def typed(name: str, before: str) -> str:
        return _line(form.get(f"photo-{line.photo.number}-{name}", before))

    photo = line.photo
    return Photo(
        number=photo.number,
        key=line.key,
        caption=typed("caption", photo.caption),
        alt=typed("alt", photo.alt),
        credit=typed("credit", photo.credit),
    )


def _place(text: str) -> int:
    return min(int(text), LAST) if text.isdecimal() else LAST


def _line(text: str, longest: int = LONGEST_LINE) -> str:
    if len(text) > longest:
        raise TipTooLong
    return " ".join(_typed(text).split())


def _paragraphs(text: str) -> tuple[str, ...]:
    if len(text) > LONGEST_TEXT:
        raise TipTooLong
    parts = (" ".join(part.split()) for part in BLANK_LINE.split(_typed(text)))
    return tuple(part for part in parts if part)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (_line(part) for part in text.split(",")[:MOST_WORDS]) if word)


def _typed(text: str) -> str:
    return unicodedata.normalize("NFC", clean_text(text))
