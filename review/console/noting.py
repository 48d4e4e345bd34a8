"""Internal notes: never sent to anybody outside; a colleague named in one is told of it."""

from fastapi import APIRouter, Response

from review import mentions, moderation, queue
from review.console import said
from review.console.acting import DOOR, act
from review.console.gate import SeesQueue
from review.console.pages import ThisPage
from review.console.tip import Text, ThisForm, here, refused_page
from review.db import Session
from review.errors import ReviewError
from review.language.clean import clean_text

router = APIRouter(prefix="/tips/{reference}")


@router.post("/note")
async def note(form: ThisForm, page: ThisPage, signed: SeesQueue, text: Text = "") -> Response:
    """Keep an internal note."""
    written = clean_text(text)

    def do(session: Session) -> tuple[str, ...]:
        subject = queue.get(session, form.reference)
        moderation.add_note(session, subject, written, by=signed.person, door=DOOR, now=page.now)
        return mentions.tell(session, subject, written, by=signed.person, now=page.now)

    try:
        told = await act(page, signed, "note", form.reference, do)
    except ReviewError as error:
        return await refused_page(page, signed, form, error)
    return said.then(here(form), "note.told" if told else "decide.noted", {"ten": ", ".join(told)})
