"""The form of an unfinished tip: its words, files, facts and photos on one page, and the steps after it."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from bot.conversation import marked
from bot.conversation.incoming import Reply
from bot.conversation.notices import reply_for
from bot.web import pages, talking
from bot.web.guard import Room, Who
from bot.web.pages import Page
from bot.web.talking import COMPOSING, Done
from review.desk.visiting import Visit
from review.port import Facts, Part

router = APIRouter()
ENDS = frozenset({"c.done", "c.save", "c.cancel"})
FACTS = ("when", "where", "source", "source_detail", "topic")
LONGEST_FACT = 200
LONGEST_WORDS = 300
RIGHTS = ("own_permitted", "own_not_asked", "found")
ASKS = {
    "when_text": "web.when",
    "where_text": "web.where",
    "source_text": "web.source_detail",
    "photo_caption": "web.caption",
    "photo_alt": "web.alt",
    "photo_owner": "web.taken_by",
}
CODE = re.compile(r"[a-z]{1,2}\.[\w.:-]{0,80}")


@router.get("/")
async def show(request: Request, room: Room, who: Who) -> Response:
    """Show the unfinished tip: the form, or the step its dialogue stands on, whichever door brought it there."""
    page = pages.of(request)
    return await room.database.read(lambda session: _shown(page, talking.visit(session, room, who.person)))


@router.post("/tip")
async def fill(request: Request, room: Room, who: Who) -> Response:
    """Keep what the form holds, then go on as the button says."""
    given = await request.form()
    end = str(given.get("end", ""))

    def do(desk: Visit) -> None:
        is_kept = _fill(desk, given)
        if end not in ENDS:
            return
        if not desk.is_composing():
            talking.say(desk, "empty_tip" if end != "c.cancel" else "nothing_to_cancel")
        elif is_kept or end == "c.cancel":
            talking.choose(desk, end)

    done = await talking.act(room, who, do)
    return RedirectResponse("/gui/?said=1" + ("" if done.refused else "&kept=1"), 303)


@router.post("/choose")
async def choose(
    room: Room,
    who: Who,
    code: Annotated[str, Form(max_length=100)],
    screen: Annotated[str, Form(max_length=10)] = "",
    back: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Press a button of what the desk said."""
    number = int(screen) if screen.isdecimal() else None
    is_one = CODE.fullmatch(code) is not None

    def do(desk: Visit) -> None:
        if is_one:
            talking.choose(desk, code, number)
        else:
            talking.say(desk, "outdated_button")

    return _onward(await talking.act(room, who, do), back)


@router.post("/say")
async def say(
    room: Room,
    who: Who,
    once: Annotated[int, Form(ge=1, lt=1 << 53)],
    text: Annotated[str, Form(max_length=20_000)] = "",
    back: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Answer the question the dialogue stands on."""

    def do(desk: Visit) -> None:
        if text.strip():
            talking.message(desk, talking.words(desk, _clean(text), once))

    return _onward(await talking.act(room, who, do), back)


def _onward(done: Done, back: str) -> Response:
    """Lead to what the act made: the tip that was handed in, the one that was begun, or back to where it was done."""
    if done.handed_in:
        return RedirectResponse(f"/gui/tips/{done.handed_in}?said=1&kept=1", 303)
    if re.fullmatch(r"T-[\d-]{1,18}", back) and not done.began:
        return RedirectResponse(f"/gui/tips/{back}?said=1", 303)
    return RedirectResponse("/gui/?said=1", 303)


def _shown(page: Page, desk: Visit) -> Response:
    facts = desk.living()
    state = facts.state if facts else None
    if facts is not None and state is not None and state.name == COMPOSING and state.step != "collecting":
        said = reply_for("living", facts, {}) or Reply("tip_cancelled")
        return page.html(
            "step.html",
            said=page.spoken(said),
            screen=state.screen,
            asks=ASKS.get(state.step, ""),
            is_preview=state.step == "preview",
        )
    fields = _form(desk, facts)
    return page.html("form.html", limits=page.newsroom.settings.upload_mb, **fields)


def _form(desk: Visit, facts: Facts | None) -> dict[str, Any]:
    attached = desk.attached()
    return {
        "tip": facts.composing if facts else None,
        "written": desk.written(),
        "photos": [file for file in attached if file.kind == "photo"],
        "files": [file for file in attached if file.kind != "photo"],
        "topics": desk.topics(),
        "sources": desk.sources(),
        "source_detail": desk.source_detail(),
        "rights": RIGHTS,
        "unit": desk.unit_name(),
    }


def _fill(desk: Visit, given: FormData) -> bool:
    """Keep every field that was changed; False where something was refused that must not be kept."""
    talking.to_form(desk)
    heard = len(desk.heard)
    _write(desk, given)
    if not desk.is_composing():
        return len(desk.heard) == heard
    words = " \n".join(
        value for name, value in given.items() if isinstance(value, str) and name not in {"csrf", "text"}
    )
    held = marked.held_back(talking.words(desk, words, 0), desk)
    if held is not None:
        desk.say(held.as_json())
        return False
    _keep_facts(desk, given)
    _keep_photos(desk, given)
    return len(desk.heard) == heard


def _write(desk: Visit, given: FormData) -> None:
    """Say what is new, and change what was changed, wherever it was written."""
    once, new = str(given.get("once", "")), _clean(str(given.get("text", "")))
    for part in desk.written():
        text = given.get(f"text-{part.id}")
        if part.can_be_edited and isinstance(text, str) and _clean(text) != part.text:
            edited = Part(part.door, part.chat_id, part.message_id, "text", desk.now, _clean(text))
            talking.message(desk, edited)
    if new and once.isdecimal() and 0 < int(once) < 1 << 53:
        talking.message(desk, talking.words(desk, new, int(once)))


def _keep_facts(desk: Visit, given: FormData) -> None:
    composing = desk.composing()
    if composing is None:
        return
    known = {
        "when": composing.when,
        "where": composing.where,
        "source": composing.source or "",
        "topic": composing.topic or "",
        "source_detail": desk.source_detail(),
    }
    offered = {"source": {one.code for one in desk.sources()}, "topic": {one.code for one in desk.topics()}}
    for name in FACTS:
        value = _line(given.get(name))[:LONGEST_FACT]
        if name not in given or value == known[name]:
            continue
        if not value or name not in offered or value in offered[name]:
            desk.set_fact(name, value)


def _keep_photos(desk: Visit, given: FormData) -> None:
    for file in desk.attached():
        caption = _line(given.get(f"caption-{file.id}"))[:LONGEST_WORDS]
        alt = _line(given.get(f"alt-{file.id}"))[:LONGEST_WORDS]
        if file.kind == "photo" and ((caption and caption != file.caption) or (alt and alt != file.alt)):
            desk.describe_photo(file.id, caption=caption, alt=alt)
    rights, owner = str(given.get("rights", "")), _line(given.get("taken_by"))[:LONGEST_WORDS]
    if rights in RIGHTS or owner:
        desk.credit_photos(rights=rights if rights in RIGHTS else "", taken_by=owner)


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    """Return a text of a form as people typed it: browsers send line ends of two characters."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
