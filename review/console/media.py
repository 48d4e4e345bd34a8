"""Photos as others may see them: our re-encoded copies of tips that were handed in. No other key is served."""

import asyncio

from fastapi import APIRouter, Response

from review.console.gate import Room, SeesQueue
from review.console.pages import ThisPage
from review.errors import NotFound
from review.lists import copies

router = APIRouter()
HEADERS = {"Cache-Control": "private, no-cache", "Content-Security-Policy": "default-src 'none'; sandbox"}


@router.get("/media/{key}")
async def media(
    key: str,
    room: Room,
    page: ThisPage,
    _signed: SeesQueue,
    *,
    download: bool = False,
) -> Response:
    """Show a copy, or offer it as a file."""
    name = await room.database.read(lambda session: copies.named(session, key))
    return await photo(room, page, key, f"{name}.jpg", is_download=download)


async def photo(room: Room, page: ThisPage, key: str, name: str, *, is_download: bool) -> Response:
    """Return a stored copy under a telling name; a copy the browser has already is not sent again."""
    way = "attachment" if is_download else "inline"
    headers = {**HEADERS, "ETag": f'"{key}"', "Content-Disposition": f'{way}; filename="{name}"'}
    if page.request.headers.get("if-none-match") == f'"{key}"':
        return Response(status_code=304, headers=headers)
    try:
        data = await asyncio.to_thread(room.media.get, key)
    except FileNotFoundError:
        raise NotFound("the picture is not in the store") from None
    return Response(data, media_type="image/jpeg", headers=headers)
