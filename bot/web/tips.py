"""My tips at the web door: the list, and the page of one: its receipt, what is asked, what was sent, more to add."""

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from bot.conversation.asking import question
from bot.conversation.receipt import receipt
from bot.web import pages, talking
from bot.web.guard import Room, Who
from bot.web.pages import Page
from review.console.addresses import LARGEST
from review.desk.visiting import Visit
from review.errors import TipNotFound
from review.mine import ALL
from review.workflow import UNDECIDED, TipStatus

router = APIRouter()
SHOWS = (ALL, *(status.value for status in TipStatus if status is not TipStatus.COMPOSING))
TAKES_MORE = UNDECIDED | {TipStatus.APPROVED}
SECOND_LOOK = "second_look"
REFERENCE = re.compile(r"T-[\d-]{1,18}")
IMAGE = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'; sandbox"}


@router.get("/tips")
async def mine(
    request: Request,
    room: Room,
    who: Who,
    show: Annotated[str, Query(max_length=20)] = ALL,
    below: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
    above: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
) -> Response:
    """List my tips, newest first, page by page."""
    if show not in SHOWS:
        raise TipNotFound
    page = pages.of(request)
    found = await room.database.read(
        lambda session: talking.visit(session, room, who.person).my_page(show, below=below, above=above)
    )
    return page.html("tips.html", found=found, shows=SHOWS)


@router.get("/tips/{reference}")
async def one(reference: str, request: Request, room: Room, who: Who) -> Response:
    """Show a tip as its sender may know it now."""
    if not REFERENCE.fullmatch(reference):
        raise TipNotFound
    page = pages.of(request)
    return await room.database.read(lambda session: _one(page, talking.visit(session, room, who.person), reference))


@router.post("/tips/{reference}")
async def add(
    reference: str,
    room: Room,
    who: Who,
    once: Annotated[int, Form(ge=1, lt=1 << 53)],
    text: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Answer the desk's question, or add to the tip, correct it, or say why it should be looked at again."""
    if not REFERENCE.fullmatch(reference):
        raise TipNotFound

    def do(desk: Visit) -> None:
        tip = desk.my_tip(reference)
        if text.strip():
            about = f"tip:{tip.id}" if tip.status in TAKES_MORE else None
            talking.message(desk, talking.words(desk, text.replace("\r\n", "\n").strip(), once), about=about)

    await talking.act(room, who, do)
    return RedirectResponse(f"/gui/tips/{reference}?said=1&kept=1", 303)


@router.get("/photos/{number}")
async def photo(number: int, room: Room, who: Who) -> Response:
    """Show one's own photo as others see it: our copy, without what the original carries."""
    if not 0 < number <= LARGEST:
        raise TipNotFound
    file = await room.database.read(lambda session: talking.visit(session, room, who.person).own_file(number))
    if file.copy_key is None:
        raise TipNotFound
    try:
        data = await asyncio.to_thread(room.media.get, file.copy_key)
    except FileNotFoundError:
        raise TipNotFound from None
    return Response(data, media_type="image/jpeg", headers=IMAGE)


def _one(page: Page, desk: Visit, reference: str) -> Response:
    facts = desk.about(reference)
    tip, state = facts.tip, desk.state()
    if tip is None:
        raise TipNotFound
    shown = receipt(tip, facts)
    is_announced = shown.message != "receipt_in_review"  # a question may still be taken back by who asked it
    asked = question(facts, {}) if tip.status is TipStatus.NEEDS_INFO and is_announced else None
    is_appealing = state is not None and state.name == SECOND_LOOK and state.details.get("tip") == reference
    return page.html(
        "tip.html",
        tip=tip,
        back=reference,
        said=page.spoken(shown),
        asked=page.spoken(asked) if asked else None,
        files=facts.attachments,
        takes_more=tip.status in TAKES_MORE,
        is_appealing=is_appealing,
        limits=page.newsroom.settings.upload_mb,
    )
