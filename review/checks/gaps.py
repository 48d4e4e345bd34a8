"""What an article leaves open: places in brackets, its title, and who, when, where and from which source."""

from collections.abc import Iterator

from review.checks.finding import Finding, Known
from review.checks.reading import Reading
from review.language import completeness, facts
from review.rendering.article import PLACEHOLDER, Article

TITLE_IS_OPTIONAL = frozenset({"TV"})
PHOTO_IS_OPTIONAL = frozenset({"TV", "TB", "TH", "VD"})
TOLD = frozenset({"missing_doc_number", "incomplete_name", "unnamed_official"})


def find(article: Article, reading: Reading, known: Known) -> Iterator[Finding]:
    """Yield what is still to be filled, asked or looked up."""
    yield from _open_places(article)
    yield from _parts(article)
    yield from _facts(article, reading)
    for reference in known.same_title[:1]:
        yield Finding("same_title", "title", article.title, values={"ma": reference})


def _open_places(article: Article) -> Iterator[Finding]:
    photos = {
        name: text
        for photo in article.photos
        for name, text in (
            (f"photo-{photo.number}", photo.caption),
            (f"photo-{photo.number}-alt", photo.alt),
            (f"photo-{photo.number}-credit", photo.credit),
        )
    }
    texts = {name: text for name, text in article.fields() if not name.startswith("photo-")} | photos
    for name, text in texts.items():
        for place in PLACEHOLDER.findall(text):
            yield Finding("open_place", name, place)


def _parts(article: Article) -> Iterator[Finding]:
    if not article.title.strip() and article.genre not in TITLE_IS_OPTIONAL:
        yield Finding("missing_title", "title")
    if not any(text.strip() for text in (article.standfirst, *article.body)):
        yield Finding("missing_text", "body")
    if not article.byline.strip():
        yield Finding("missing_author", "byline")
    if not article.photos and article.genre not in PHOTO_IS_OPTIONAL:
        yield Finding("missing_photo", "body")


def _facts(article: Article, reading: Reading) -> Iterator[Finding]:
    """Yield the facts no sentence holds; the source may also stand in its own line, the day beside the article."""
    seen = facts.find(reading.text, article.stamp_at)
    said = {
        "when": article.event_date is not None or any(day.from_ for day in seen.when),
        "where": bool(seen.where),
        "source": bool(article.source_line.strip() or seen.source or seen.documents),
        "who": bool(seen.who),
    }
    for name in (name for name, is_said in said.items() if not is_said):
        yield Finding(f"missing_{name}", "source_line" if name == "source" else "body")
    for one in completeness.find(reading.text, seen, reading.day):
        if one.code in TOLD:
            yield reading.finding(one.code, one.start, one.end)
