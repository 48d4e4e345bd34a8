"""Photos over the API: our copies of those that tips show, no other key of the store."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response

from review.api.callers import Reads
from review.lists import copies

router = APIRouter(tags=["media"])


@router.get("/media/{key}", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}})
async def media(key: str, request: Request, caller: Reads) -> Response:
    """Return a photo; it never changes under its key."""
    name = await caller.newsroom.database.read(lambda session: copies.named(session, key))
    headers = {"ETag": f'"{key}"', "Content-Disposition": f'inline; filename="{name}.jpg"'}
    if request.headers.get("if-none-match") == f'"{key}"':
        return Response(status_code=304, headers=headers)
    try:
        data = await asyncio.to_thread(caller.newsroom.media.get, key)
    except FileNotFoundError:
        raise HTTPException(404, "the picture is not in the store") from None
    await caller.noted("api_media", "media")
    return Response(data, media_type="image/jpeg", headers=headers)
