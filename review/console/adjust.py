"""Setting topic, unit, priority and embargo of a tip: only what the form changed, so that nobody's act is undone."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from review import adjusting, queue
from review.adjusting import Wanted
from review.console import said
from review.console.acting import DOOR, act
from review.console.gate import Room, SeesQueue
from review.console.pages import ThisPage
from review.console.tip import ThisForm, here
from review.db import Session
from review.language.clean import clean_text

router = APIRouter(prefix="/tips/{reference}")
Value = Annotated[str, Form(max_length=120)]


@router.post("/set")
async def adjust(
    form: ThisForm,
    room: Room,
    page: ThisPage,
    signed: SeesQueue,
    topic: Value = "",
    was_topic: Value = "",
    unit: Value = "",
    was_unit: Value = "",
    priority: Value = "",
    was_priority: Value = "",
    embargo: Value = "",
    was_embargo: Value = "",
    readings: Value = "",
    was_readings: Value = "",
) -> Response:
    """Set what differs from what the form showed."""
    wanted = Wanted(
        topic=_changed(topic, was_topic),
        unit=_changed(clean_text(unit).strip(), was_unit),
        priority=_changed(priority, was_priority),
        embargo=_changed(embargo.strip(), was_embargo),
        readings=_changed(readings, was_readings),
    )

    def do(session: Session) -> tuple[str, ...]:
        tip = queue.get(session, form.reference)
        return adjusting.adjust(session, tip, wanted, by=signed.person, door=DOOR, now=page.now, rules=room.rules)

    changed = await act(page, signed, "adjust", form.reference, do)
    return said.then(here(form), "adjusted.done" if changed else "adjusted.nothing", {"ma": form.reference})


def _changed(value: str, shown: str) -> str | None:
    return value if value != shown else None
