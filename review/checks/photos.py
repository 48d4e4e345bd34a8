"""Photos: each with a caption, a description for those who cannot see it, a credit, and the right to print it."""

from collections.abc import Iterator

from review.checks.finding import Finding, Known
from review.checks.reading import Reading
from review.rendering.article import Article, Photo

PERMITTED = "own_permitted"


def find(article: Article, _reading: Reading, known: Known) -> Iterator[Finding]:
    """Yield what the photos of an article lack."""
    for photo in article.photos:
        yield from _words(photo)
        if photo.key and photo.key in known.rights:
            yield from _right(photo, known.rights[photo.key])


def _words(photo: Photo) -> Iterator[Finding]:
    field, values = f"photo-{photo.number}", {"so": photo.number}
    if not photo.caption.strip():
        yield Finding("missing_caption", field, values=values)
    if not photo.alt.strip():
        yield Finding("missing_alt", f"{field}-alt", values=values)
    if not photo.credit.strip():
        yield Finding("missing_credit", f"{field}-credit", values=values)


def _right(photo: Photo, told: str | None) -> Iterator[Finding]:
    """Yield a right nobody told, or one an editor has to make sure of: no form can know that they did."""
    if told != PERMITTED:
        code = "photo_right_missing" if told is None else "photo_right_to_check"
        yield Finding(code, f"photo-{photo.number}-credit", values={"so": photo.number})
