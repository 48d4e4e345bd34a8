"""Video and voice played in place, documents as files to take away: what the sender's bytes say is never believed.

Only what a browser plays keeps its kind; all else comes as bytes without one. Nothing of it may run or call anywhere.
"""

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Path, Response

from review.console.addresses import LARGEST
from review.console.gate import Room, SeesQueue
from review.console.media import HEADERS
from review.console.pages import ThisPage
from review.errors import NotFound
from review.lists import originals
from review.media import OCTETS

router = APIRouter(prefix="/tips/{reference}/files/{number}")
Number = Annotated[int, Path(ge=0, le=LARGEST)]
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


@router.get("")
async def file(reference: str, number: Number, room: Room, page: ThisPage, _signed: SeesQueue) -> Response:
    """Answer with a file, or with the part of it that a player asks for."""
    found = await room.database.read(lambda session: originals.original(session, reference, number))
    way = "inline" if found.is_played else "attachment"
    headers = {**HEADERS, "Accept-Ranges": "bytes", "Content-Disposition": f'{way}; filename="{found.name}"'}
    kind = found.media_type if found.is_played else OCTETS
    try:
        data = await asyncio.to_thread(room.media.get, found.key)
    except FileNotFoundError:
        raise NotFound("the file is not in the store") from None
    asked = RANGE.fullmatch(page.request.headers.get("range", ""))
    if asked is None:
        return Response(data, media_type=kind, headers=headers)
    return _part(data, int(asked[1]), int(asked[2] or len(data)), kind, headers)


def _part(data: bytes, first: int, last: int, kind: str, headers: dict[str, str]) -> Response:
    """Answer with the bytes from the first to the last one asked for (RFC 9110, 14.2)."""
    last = min(last, len(data) - 1)
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(data)}"})
    headers = {**headers, "Content-Range": f"bytes {first}-{last}/{len(data)}"}
    return Response(data[first : last + 1], 206, media_type=kind, headers=headers)
