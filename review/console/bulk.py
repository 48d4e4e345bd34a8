"""One act on several tips of the queue. The page it leads to says what was done, what was not, and why."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Response
from starlette.exceptions import HTTPException

from review.console import queue, refusals, selected
from review.console.acting import act
from review.console.gate import SeesQueue
from review.console.pages import Page, ThisPage
from review.console.selected import ACTS, UNDOABLE, Order, Ticked
from review.errors import ReviewError
from review.language.clean import clean_text
from review.lists.rows import PAGE
from review.moderation import Decided
from review.sessions import SignedIn

router = APIRouter(prefix="/queue")
Code = Annotated[str, Form(max_length=60)]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a selection: tips it applied to, and for each reason the tips it did not apply to."""

    act: str
    done: tuple[Ticked, ...]
    left: tuple[tuple[str, tuple[str, ...]], ...]
    undo_until: datetime | None

    @property
    def number_left(self) -> int:
        return sum(len(references) for _, references in self.left)


@router.post("/selected")
async def do_with_selected(
    page: ThisPage,
    signed: SeesQueue,
    act: Annotated[str, Form(max_length=20)] = "",
    pick: Annotated[list[str], Form(max_length=2 * PAGE)] = [],  # noqa: B006 - FastAPI copies the default
    reason: Code = "",
    note: Annotated[str, Form(max_length=500)] = "",
    original: Annotated[str, Form(max_length=20)] = "",
    to: Annotated[int, Form(ge=0, lt=1 << 63)] = 0,
    topic: Code = "",
    priority: Code = "",
    back: Annotated[str, Form(max_length=queue.LONGEST_QUERY)] = "",
) -> Response:
    """Do one thing with the tips ticked, in one batch; each is refused or done for itself."""
    if act not in ACTS:
        raise HTTPException(422)
    value = {"set_topic": topic, "set_priority": priority}.get(act, "")
    order = Order(act, signed.person, page.now, page.newsroom.rules)
    order = replace(order, reason=reason, note=clean_text(note), original=original.strip().upper(), to=to, value=value)
    ticked = selected.ticked(pick)
    outcomes = await asyncio.gather(*(_one(page, signed, tip, order) for tip in ticked))
    done = _summed(page, order, ticked, outcomes)
    return await queue.shown_page(page, signed, queue.chosen_in(back), done=done)


async def _one(page: Page, signed: SignedIn, tip: Ticked, order: Order) -> str:
    """Do it with one tip; returns in words why it was not done, empty where it was."""
    try:
        outcome = await act(page, signed, order.act, tip.reference, lambda session: selected.do(session, tip, order))
    except ReviewError as error:
        return refusals.sentence(error, page.newsroom, page.locale)
    return page.label("reading.noted") if isinstance(outcome, Decided) and outcome.is_vote else ""


def _summed(page: Page, order: Order, ticked: Sequence[Ticked], outcomes: Sequence[str]) -> Done:
    left: dict[str, list[str]] = {}
    for tip, why in zip(ticked, outcomes, strict=True):
        if why:
            left.setdefault(why, []).append(tip.reference)
    done = tuple(tip for tip, why in zip(ticked, outcomes, strict=True) if not why)
    until = page.now + order.rules.undo if order.act in UNDOABLE and done else None
    return Done(order.act, done, tuple((why, tuple(references)) for why, references in left.items()), until)
