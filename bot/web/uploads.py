"""Files in pieces, so that a line that breaks costs one piece and not the file (after tus: create, offset, go on).

Without scripts a whole file comes in one form. Both end alike: the bytes in the store, a message in the tip.
"""

import asyncio
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from bot.web import pages
from bot.web.filing import Refused, keep, received
from bot.web.guard import Room, Who
from bot.web.pieces import Busy, Pieces, TooMuch, Upload, WrongPlace
from review.newsroom import Newsroom
from review.visits import Visitor

router = APIRouter()
MEGABYTE = 1024 * 1024
LONGEST_NAME = 200


class Announced(BaseModel, extra="forbid", strict=True):
    """What a browser says of a file before it sends it."""

    name: str = Field(max_length=LONGEST_NAME)
    size: int = Field(gt=0)
    about: str = Field(default="", max_length=20, pattern=r"^(T-[\d-]{1,18})?$")


@router.post("/uploads")
async def begin(announced: Announced, request: Request, room: Room, who: Who) -> Response:
    """Make room for a file; its address is told."""
    if announced.size > room.settings.upload_mb * MEGABYTE:
        return _said(request, 413, "too_large", mb=room.settings.upload_mb)
    begun = partial(
        _pieces(room).begin, who.person.id, name=_named(announced.name), size=announced.size, about=announced.about
    )
    try:
        upload = await asyncio.to_thread(begun)
    except TooMuch:
        return _said(request, 429, "too_many_files")
    return Response(status_code=201, headers={"Location": f"/gui/uploads/{upload.key}", "Upload-Offset": "0"})


@router.head("/uploads/{key}")
async def offset(key: str, room: Room, who: Who) -> Response:
    """Say how much has arrived."""
    upload = await asyncio.to_thread(_pieces(room).find, who.person.id, key)
    return _where(room, upload) if upload else Response(status_code=404)


@router.patch("/uploads/{key}")
async def go_on(key: str, request: Request, room: Room, who: Who) -> Response:
    """Take the next piece as it comes; with the last one the file joins the tip."""
    pieces = _pieces(room)
    upload = await asyncio.to_thread(pieces.find, who.person.id, key)
    given = request.headers.get("upload-offset", "")
    if upload is None or not given.isdecimal():
        return Response(status_code=404 if upload is None else 400)
    if upload.is_done:
        return _where(room, upload)
    try:
        await _append(pieces, upload, int(given), request)
    except WrongPlace as there:
        return Response(status_code=409, headers={"Upload-Offset": str(there.offset)})
    except Busy:
        return Response(status_code=423)
    if pieces.offset(upload) < upload.size:
        return _where(room, upload)
    return await _finish(request, room, who, upload)


@router.post("/files")
async def whole(
    request: Request,
    room: Room,
    who: Who,
    back: Annotated[str, Form(max_length=20, pattern=r"^(T-[\d-]{1,18})?$")] = "",
) -> Response:
    """Take files that come whole, as a browser without scripts sends them."""
    pieces, form = _pieces(room), await request.form(max_files=10)
    for file in form.getlist("file"):
        if not isinstance(file, UploadFile) or not file.size:
            continue
        name = _named(file.filename or "")
        try:
            if file.size > room.settings.upload_mb * MEGABYTE:
                return pages.refusal(request, 413, "too_large", mb=room.settings.upload_mb)
            upload = pieces.begin(who.person.id, name=name, size=file.size, about=back)
        except TooMuch:
            return pages.refusal(request, 429, "too_many_files")
        await asyncio.to_thread(_copy, pieces, upload, file)
        answer = await _finish(request, room, who, upload)
        if answer.status_code >= 400:  # noqa: PLR2004 - the first status of a refusal
            return pages.refusal(request, answer.status_code, "not_taken")
    return RedirectResponse(f"/gui/tips/{back}?said=1" if back else "/gui/", 303)


async def _append(pieces: Pieces, upload: Upload, at: int, request: Request) -> None:
    """Write what comes, never beyond the size that was announced; what arrived before a line broke stays."""
    file = await asyncio.to_thread(pieces.opened, upload, at)
    left = upload.size - at
    try:
        async for piece in request.stream():
            await asyncio.to_thread(file.write, piece[:left])
            left -= len(piece)
            if left <= 0:
                break
    finally:
        await asyncio.to_thread(file.close)


async def _finish(request: Request, room: Newsroom, who: Visitor, upload: Upload) -> Response:
    pieces = _pieces(room)
    try:
        kept = await asyncio.to_thread(keep, room, pieces.path(upload), upload.name)
        is_taken = await received(room, who, upload, kept)
    except Refused as error:
        await asyncio.to_thread(pieces.drop, upload)
        return _said(request, 415, error.code)
    await asyncio.to_thread(pieces.finish if is_taken else pieces.drop, upload)
    if not is_taken:
        return _said(request, 409, "not_taken")
    return Response(status_code=204, headers={"Upload-Offset": str(upload.size), "Upload-Complete": "1"})


def _where(room: Newsroom, upload: Upload) -> Response:
    headers = {"Upload-Offset": str(_pieces(room).offset(upload)), "Upload-Length": str(upload.size)}
    return Response(status_code=204, headers=headers | ({"Upload-Complete": "1"} if upload.is_done else {}))


def _said(request: Request, status: int, code: str, **values: int) -> Response:
    return JSONResponse({"said": pages.of(request).label(f"web.{code}_hint", **values)}, status)


def _copy(pieces: Pieces, upload: Upload, file: UploadFile) -> None:
    with pieces.opened(upload, 0) as there:
        while piece := file.file.read(MEGABYTE):
            there.write(piece)


def _named(name: str) -> str:
    """Return a file's name without a path and without what cannot be shown."""
    return "".join(letter for letter in Path(name.replace("\\", "/")).name if letter.isprintable())[:LONGEST_NAME]


def _pieces(room: Newsroom) -> Pieces:
    return Pieces(room.settings.data_dir)
