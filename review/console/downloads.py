"""A draft to take away in every form, and its photos under telling names. Downloading is not taking."""

import asyncio

from fastapi import APIRouter, Response

from review import draft_view
from review.console import media
from review.console.gate import Room, SeesDrafts
from review.console.pages import ThisPage
from review.errors import NotFound
from review.exports import item
from review.exports.forms import form
from review.exports.item import Files, NewsItem, photo_data, photo_name
from review.newsroom import Newsroom

router = APIRouter(prefix="/drafts/{reference}")


@router.get("/article.{extension}")
async def article(reference: str, extension: str, room: Room, _signed: SeesDrafts) -> Response:
    """Offer the draft in a form; its photos are named as they are when they are taken beside it."""
    chosen, found = form(extension), await _read(reference, room)
    data = await asyncio.to_thread(chosen.write, found, _files(found, room))
    named = f'attachment; filename="{found.stem}.{extension}"'
    return Response(data, media_type=chosen.media_type, headers={"Content-Disposition": named})


@router.get("/photos/{number}")
async def photo(reference: str, number: int, room: Room, page: ThisPage, _signed: SeesDrafts) -> Response:
    """Offer one photo of the draft as a file."""
    found = await _read(reference, room)
    for one in found.article.photos:
        if one.number == number and one.key:
            return await media.photo(room, page, one.key, photo_name(found, one), is_download=True)
    raise NotFound("the draft has no such photo")


async def _read(reference: str, room: Newsroom) -> NewsItem:
    return await room.database.read(
        lambda session: item.read(session, draft_view.get(session, reference), settings=room.settings)
    )


def _files(found: NewsItem, room: Newsroom) -> Files:
    return Files(lambda photo: photo_name(found, photo) if photo.key else None, photo_data(room.media))
