"""One tip and the verbs on it. A form carries the version it showed; who comes late is told who decided."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from review import access, approval, moderation, network, queue
from review.approval import Proposal
from review.clock import desk_date
from review.console import refusals, said, tip_page
from review.console.acting import DOOR, act
from review.console.addresses import address
from review.console.gate import Room, SeesQueue
from review.console.pages import Page, ThisPage
from review.console.queue import LONGEST_QUERY, chosen_in
from review.db import Session
from review.errors import NotFound, ReviewError
from review.language.clean import clean_text
from review.lists import tips
from review.models import Tip
from review.moderation import Decided
from review.sessions import SignedIn
from review.settings import DeskRules
from review.workflow import Verb

router = APIRouter(prefix="/tips/{reference}")
LONGEST_BACK, LONGEST_NOTE = LONGEST_QUERY + 10, 1000
Text = Annotated[str, Form(max_length=4000)]
Code = Annotated[str, Form(max_length=60)]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which tip a form is about, which version it showed, and from which list it was opened."""

    reference: str
    version: int | None
    back: str


def shown(
    reference: str,
    version: Annotated[int | None, Form()] = None,
    back: Annotated[str, Form(max_length=LONGEST_BACK)] = "",
) -> Shown:
    return Shown(reference, version, back)


SAID = {
    Verb.CLAIM: "decide.claimed",
    Verb.RELEASE: "decide.released",
    Verb.APPROVE: "decide.approved",
    Verb.REJECT: "decide.rejected",
    Verb.ASK: "decide.asked",
    Verb.MARK_DUPLICATE: "decide.merged",
    Verb.REOPEN: "decide.reopened",
}
ThisForm = Annotated[Shown, Depends(shown)]
Do = Callable[[Session, Tip], Decided]


@router.get("")
async def tip(reference: str, page: ThisPage, signed: SeesQueue) -> Response:
    """Show a tip."""
    return await _page(page, signed, reference)


@router.post("/claim")
async def claim(form: ThisForm, page: ThisPage, signed: SeesQueue) -> Response:
    def do(session: Session, tip: Tip) -> Decided:
        return moderation.claim(session, tip, by=signed.person, door=DOOR, now=page.now)

    return await _decide(page, signed, form, Verb.CLAIM, do)


@router.post("/release")
async def release(form: ThisForm, page: ThisPage, signed: SeesQueue) -> Response:
    def do(session: Session, tip: Tip) -> Decided:
        return moderation.release(session, tip, by=signed.person, door=DOOR, now=page.now)

    return await _decide(page, signed, form, Verb.RELEASE, do)


@router.post("/approve")
async def approve(
    form: ThisForm, room: Room, page: ThisPage, signed: SeesQueue, genre: Code = "", section: Code = ""
) -> Response:
    """Render first, from the version that is read now; then decide on the version the page showed.

    The page is never newer than what is rendered, so a page still right at the decision means the article is, too.
    """
    rules = room.rules
    try:
        proposed = await room.database.read(lambda session: _proposed(session, form, genre, section, rules))
    except ReviewError as error:
        return await _page(page, signed, form.reference, error, back=form.back)
    rendered = await asyncio.to_thread(approval.render, proposed)

    def do(session: Session, tip: Tip) -> Decided:
        return moderation.approve(
            session,
            tip,
            article=rendered.article,
            error=rendered.error,
            version=proposed.version if form.version is None else form.version,
            by=signed.person,
            door=DOOR,
            now=page.now,
            rules=rules,
        )

    return await _decide(page, signed, form, Verb.APPROVE, do)


@router.post("/reject")
async def reject(
    form: ThisForm, request: Request, room: Room, page: ThisPage, signed: SeesQueue, reason: Code = ""
) -> Response:
    """Decline with the reason ticked; what it asks to be filled in stands in a field of its own."""
    note = str((await request.form()).get(f"note_{reason}", ""))[:LONGEST_NOTE]

    def do(session: Session, tip: Tip) -> Decided:
        return moderation.reject(
            session,
            tip,
            reason=reason,
            note=clean_text(note),
            version=form.version,
            by=signed.person,
            door=DOOR,
            now=page.now,
            rules=room.rules,
        )

    return await _decide(page, signed, form, Verb.REJECT, do)


@router.post("/ask")
async def ask(
    form: ThisForm,
    room: Room,
    page: ThisPage,
    signed: SeesQueue,
    code: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006 - FastAPI copies the default
    text: Text = "",
) -> Response:
    def do(session: Session, tip: Tip) -> Decided:
        return moderation.ask(
            session,
            tip,
            codes=code,
            text=clean_text(text),
            version=form.version,
            by=signed.person,
            door=DOOR,
            now=page.now,
            rules=room.rules,
        )

    return await _decide(page, signed, form, Verb.ASK, do)


@router.post("/mark_duplicate")
async def mark_duplicate(
    form: ThisForm, room: Room, page: ThisPage, signed: SeesQueue, original: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    """Join the tip to the one whose reference was typed."""
    first = original.strip().upper()

    def do(session: Session, tip: Tip) -> Decided:
        access.require(signed.person, Verb.MARK_DUPLICATE, sender_id=tip.sender_id)
        return moderation.mark_duplicate(
            session,
            tip,
            original=queue.get(session, first),
            version=form.version,
            by=signed.person,
            door=DOOR,
            now=page.now,
            rules=room.rules,
        )

    return await _decide(page, signed, form, Verb.MARK_DUPLICATE, do, ma_goc=first)


@router.post("/reopen")
async def reopen(form: ThisForm, page: ThisPage, signed: SeesQueue) -> Response:
    def do(session: Session, tip: Tip) -> Decided:
        return moderation.reopen(session, tip, by=signed.person, door=DOOR, now=page.now)

    return await _decide(page, signed, form, Verb.REOPEN, do)


def _proposed(session: Session, form: Shown, genre: str, section: str, rules: DeskRules) -> Proposal:
    """Read the story in the genre and section chosen; both must be on the newsroom's lists."""
    tip = queue.get(session, form.reference)
    if genre:
        network.entry(session, "genre", genre)
    day = desk_date(tip.sent_at or tip.started_at, rules.zone)
    if section and section not in {entry.vi for entry in network.sections(session, day)}:
        raise NotFound("no section of that day has this name")
    return approval.propose(session, tip, rules=rules, genre=genre or None, section=section)


async def _decide(page: Page, signed: SignedIn, form: Shown, verb: Verb, do: Do, **more: str) -> Response:
    """Run a verb and lead on: after a decision to the next tip that waits, else back to this one."""

    def run(session: Session) -> tuple[Decided, str | None]:
        subject = queue.get(session, form.reference)
        decided = do(session, subject)
        return decided, tips.next_waiting(session, subject.id or 0, by=signed.person, now=page.now)

    try:
        decided, following = await act(page, signed, verb.value, form.reference, run)
    except ReviewError as error:
        return await _page(page, signed, form.reference, error, back=form.back)
    if verb in {Verb.CLAIM, Verb.RELEASE, Verb.REOPEN}:
        return said.then(here(form), SAID[verb], {"ma": decided.reference})
    if decided.is_vote:
        return said.then(_there(form, following), "decide.voted", {"ma": decided.reference})
    values = {"ma": decided.reference, "ma_ban_nhap": decided.draft or "", **more}
    until = page.now + page.newsroom.rules.undo
    return said.then(_there(form, following), SAID[verb], values, undo=decided.reference, until=until)


async def _page(
    page: Page, signed: SignedIn, reference: str, error: ReviewError | None = None, *, back: str = ""
) -> Response:
    """Show a tip as it now is, with the refusal of an act where there is one."""
    found = await page.newsroom.database.read(
        lambda session: tip_page.read(session, reference, newsroom=page.newsroom, by=signed.person, now=page.now)
    )
    refusal = refusals.sentence(error, page.newsroom, page.locale) if error else ""
    status = refusals.status_of(error) if error else 200
    return page.html("tip.html", status, tip=found, refusal=refusal, back=chosen_in(back).query())


async def refused_page(page: Page, signed: SignedIn, form: Shown, error: ReviewError) -> Response:
    """Show the tip of a form as it now is, with the refusal of what the form asked for."""
    return await _page(page, signed, form.reference, error, back=form.back)


def here(form: Shown) -> str:
    """Return the address of the tip a form is about, in the list it was opened from."""
    return _there(form, form.reference)


def _there(form: Shown, reference: str | None) -> str:
    """Return the address of a tip in the list the form was opened from, or as a page of its own."""
    if form.back.startswith("queue"):
        return address(chosen_in(form.back.removeprefix("queue?")).query(), tip=reference)
    return f"/tips/{reference}" if reference else "/queue"
