"""Keeping the filter of the queue under a name, and taking it away."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Response

from review import saved_views
from review.console import said
from review.console.acting import DOOR, act
from review.console.addresses import LARGEST, address
from review.console.gate import SeesQueue
from review.console.pages import ThisPage
from review.console.queue import LONGEST_QUERY, chosen_in
from review.db import Session
from review.language.clean import clean_text
from review.saved_views import LONGEST_NAME

router = APIRouter(prefix="/queue/views")
Back = Annotated[str, Form(max_length=LONGEST_QUERY)]


@router.post("")
async def keep(
    page: ThisPage,
    signed: SeesQueue,
    name: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
    shared: Annotated[str, Form(max_length=1)] = "",
    back: Back = "",
) -> Response:
    """Keep the filter the page showed."""
    chosen, called = chosen_in(back), " ".join(clean_text(name).split())

    def do(session: Session) -> None:
        query = urlencode(chosen.query())
        saved_views.keep(session, called, query, is_shared=bool(shared), by=signed.person, door=DOOR, now=page.now)

    await act(page, signed, "keep_view", "view", do)
    return said.then(address(chosen.query()), "views.kept", {"ten": called})


@router.post("/{number}/remove")
async def remove(
    page: ThisPage, signed: SeesQueue, number: Annotated[int, Path(ge=1, le=LARGEST)], back: Back = ""
) -> Response:
    def do(session: Session) -> None:
        saved_views.remove(session, number, by=signed.person, door=DOOR, now=page.now)

    await act(page, signed, "remove_view", f"view:{number}", do)
    return said.then(address(chosen_in(back).query()), "views.removed")
