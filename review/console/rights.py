"""Requests about personal data, for staff; and a person's own data, by the one-time link a messenger brought them."""

import asyncio
import tempfile
from collections.abc import Iterator
from typing import IO, Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi import Path as PathParameter
from fastapi.responses import StreamingResponse

from review.access import Right, require
from review.console import said
from review.console.acting import act
from review.console.addresses import LARGEST
from review.console.gate import Room, SeesNetwork
from review.console.login import LONGEST_TOKEN
from review.console.pages import ThisPage
from review.db import Session
from review.errors import NotAllowed
from review.rights import answering, archive, knowing, links
from review.rights.knowing import Dossier

router = APIRouter()
PIECE = 256 * 1024


@router.post("/network/requests/{number}/done")
async def done(number: Annotated[int, PathParameter(le=LARGEST)], page: ThisPage, signed: SeesNetwork) -> Response:
    """Note that the name is off the portal, and tell the person."""

    def do(session: Session) -> str:
        require(signed.person, Right.ANSWER_REQUEST)
        return answering.names_are_off(session, number, by=signed.person, door="console", now=page.now)

    reference = await act(page, signed, "rights_done", f"rights:{number}", do)
    return said.then("/network", "requests.closed", {"ma": reference})


@router.get("/my-data")
async def offer(page: ThisPage, token: Annotated[str, Query(max_length=LONGEST_TOKEN)] = "") -> Response:
    """Show the button of a link; the link stays good, so that a preview of it spends nothing."""
    return page.html("my_data.html", token=token, said="" if token else "mydata.invalid")


@router.post("/my-data")
async def download(room: Room, page: ThisPage, token: Annotated[str, Form(max_length=LONGEST_TOKEN)] = "") -> Response:
    """Use the link up and hand over what is then held; every wrong link is refused alike."""

    def use(session: Session) -> tuple[str, int]:
        row = links.use(session, token, now=page.now)
        answering.handed_over(session, row, door="console", now=page.now)
        return row.reference, row.person_id

    try:
        reference, person_id = await room.database.act(use)
    except NotAllowed:
        return page.html("my_data.html", 404, token="", said="mydata.invalid")
    dossier = await room.database.read(lambda session: knowing.dossier(session, person_id, now=page.now))
    locale = await room.database.read(lambda session: answering.locale_of(session, person_id))
    packed = await asyncio.to_thread(_packed, room, page, dossier, locale)
    headers = {"Content-Disposition": f'attachment; filename="{reference}.zip"'}
    return StreamingResponse(_pieces(packed), media_type="application/zip", headers=headers)


def _packed(room: Room, page: ThisPage, dossier: Dossier, locale: str) -> IO[bytes]:
    """Put the archive together in a file without a name, gone when it is closed."""
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - closed when its last piece is sent
    archive.write(dossier, room.media, room.words, locale, packed, now=page.now, zone=room.rules.zone)
    packed.seek(0)
    return packed


def _pieces(packed: IO[bytes]) -> Iterator[bytes]:
    with packed:
        while piece := packed.read(PIECE):
            yield piece
