"""Ticking off the checklist of a tip."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from review import checklists, queue
from review.console import said
from review.console.acting import DOOR, act
from review.console.gate import SeesQueue
from review.console.pages import ThisPage
from review.console.tip import ThisForm, here
from review.db import Session

router = APIRouter(prefix="/tips/{reference}")


@router.post("/check")
async def check(
    form: ThisForm,
    page: ThisPage,
    signed: SeesQueue,
    code: Annotated[list[str], Form(max_length=40)] = [],  # noqa: B006 - FastAPI copies the default
    shown: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Keep what was ticked and unticked against what the form showed."""

    def do(session: Session) -> bool:
        tip = queue.get(session, form.reference)
        before = shown.split()
        return checklists.tick(session, tip, shown=before, chosen=code, by=signed.person, door=DOOR, now=page.now)

    changed = await act(page, signed, "check", form.reference, do)
    return said.then(here(form), "checklist.kept" if changed else "adjusted.nothing", {"ma": form.reference})
