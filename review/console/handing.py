"""Handing one tip to a named person."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from review import handover, queue
from review.console import said
from review.console.acting import DOOR, act
from review.console.addresses import LARGEST
from review.console.gate import SeesQueue
from review.console.pages import ThisPage
from review.console.tip import ThisForm, here
from review.db import Session

router = APIRouter(prefix="/tips/{reference}")


@router.post("/hand_over")
async def hand_over(
    form: ThisForm, page: ThisPage, signed: SeesQueue, to: Annotated[int, Form(ge=0, le=LARGEST)] = 0
) -> Response:
    """Hand a tip over to the person chosen."""

    def do(session: Session) -> str:
        tip = queue.get(session, form.reference)
        return handover.hand_over(session, tip, to=to, by=signed.person, door=DOOR, now=page.now)

    name = await act(page, signed, "hand_over", form.reference, do)
    return said.then(here(form), "handover.done", {"ma": form.reference, "ten": name})
