"""A draft to take away: as HTML, as Markdown, and its photos under telling names. Downloading is not taking."""

from fastapi import APIRouter, Response

from review.console import draft_page, media
from review.console.draft_page import DraftPage
from review.console.gate import Room, SeesDrafts
from review.console.pages import ThisPage
from review.errors import NotFound
from review.exports import html
from review.exports.markdown import markdown
from review.language.folding import fold
from review.rendering.article import Article, Photo

router = APIRouter(prefix="/drafts/{reference}")
NAMED_BY = 6  # words of the title in the name of a file


@router.get("/article.html")
async def as_html(reference: str, room: Room, signed: SeesDrafts) -> Response:
    shown = await _read(reference, room, signed)
    text = html.page(draft_page.printed(shown.view), photo_url=lambda photo: _photo_name(shown, photo))
    return _file(text, "text/html", f"{_stem(shown)}.html")


@router.get("/article.md")
async def as_markdown(reference: str, room: Room, signed: SeesDrafts) -> Response:
    shown = await _read(reference, room, signed)
    text = markdown(draft_page.printed(shown.view), photo_url=lambda photo: _photo_name(shown, photo))
    return _file(text, "text/markdown", f"{_stem(shown)}.md")


@router.get("/photos/{number}")
async def photo(reference: str, number: int, room: Room, page: ThisPage, signed: SeesDrafts) -> Response:
    """Offer one photo of the draft as a file."""
    shown = await _read(reference, room, signed)
    for line in shown.photos:
        if line.photo.number == number and line.key:
            return await media.photo(room, page, line.key, _photo_name(shown, line.photo), is_download=True)
    raise NotFound("the draft has no such photo")


async def _read(reference: str, room: Room, signed: SeesDrafts) -> DraftPage:
    return await room.database.read(
        lambda session: draft_page.read(session, reference, newsroom=room, by=signed.person)
    )


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)


def _stem(shown: DraftPage) -> str:
    """Return a name of plain letters: the reference and the first words of the title."""
    return "-".join([shown.view.reference, *_title_words(shown.article)])


def _title_words(article: Article) -> list[str]:
    return [word for word in fold(article.title).split() if word.isascii()][:NAMED_BY]


def _photo_name(shown: DraftPage, photo: Photo) -> str:
    return f"{_stem(shown)}-{photo.number}.jpg"
