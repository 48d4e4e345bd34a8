"""What the two telephones do: show what changed, send, edit, press. They play on the stand-in in this very process."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel, Field

from bot.rehearsal.sentences import Refusal
from bot.rehearsal.stage import attachments
from bot.rehearsal.stage.room import FromOwnPage, Room, StageRoom
from bot.rehearsal.world import Json, public
from review.media import SAFE_INLINE, media_type

router = APIRouter(dependencies=[FromOwnPage])
LONGEST_WAIT = 12.0
PRESS_WAIT = 6.0
TYPING_LASTS = 5.0
LONGEST_TEXT = 4096
SHOWN_INLINE = SAFE_INLINE | {"audio/ogg"}


class Sending(BaseModel):
    """A message somebody sends; `attached` names what the paperclip chose."""

    chat_id: int
    from_id: int
    text: str = Field("", max_length=LONGEST_TEXT)
    attached: str = Field("", max_length=10)
    own: list[str] = Field(default_factory=list, max_length=10)
    reply_to: int | None = None


class Editing(BaseModel):
    chat_id: int
    message_id: int
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class Pressing(BaseModel):
    chat_id: int
    from_id: int
    message_id: int
    data: str = Field(max_length=64)


@router.get("/news")
async def news(room: Room, chat: Annotated[list[str], Query(max_length=4)], wait: float = 0) -> Json:
    """Return what changed in chats given as `number:version`; waits for a change, at most `wait` seconds."""
    asked = [_asked(each) for each in chat]
    if wait > 0:
        await room.world.changed(min(version for _, version in asked), min(wait, LONGEST_WAIT))
    now, world = world_now(room), room.world
    return {
        "version": world.version,
        "chats": {str(number): _changed(room, number, version) for number, version in asked},
        "typing": [number for number, at in world.typing.items() if now - at < TYPING_LASTS],
        "is_taken": len(room.stand_in.queue) == 0,
        "steps": await room.steps.done(),
    }


@router.post("/send")
async def send(room: Room, sending: Sending) -> Json:
    """Send a text, photos or a file as somebody."""
    try:
        return {"sent": _send(room, sending)}
    except (Refusal, ValueError) as error:
        raise HTTPException(400, str(error)) from None


@router.post("/edit")
async def edit(room: Room, editing: Editing) -> Json:
    """Edit one's own message."""
    try:
        room.stand_in.stage.edits(editing.chat_id, editing.message_id, editing.text)
    except Refusal as error:
        raise HTTPException(400, str(error)) from None
    return {"edited": 1}


@router.post("/press")
async def press(room: Room, pressing: Pressing) -> Json:
    """Press a button and return what the bot answers, as soon as it does."""
    try:
        query = room.stand_in.stage.presses(pressing.chat_id, pressing.from_id, pressing.message_id, pressing.data)
    except Refusal as error:
        raise HTTPException(400, str(error)) from None
    return await _answer(room, query)


@router.get("/files/{file_id}")
async def file(room: Room, file_id: str) -> Response:
    """Return a file of a message; what is no plain picture or sound is only offered to be saved."""
    stored = room.world.files.get(file_id)
    if stored is None:
        raise HTTPException(404)
    kind = media_type(stored.content)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    if kind not in SHOWN_INLINE:
        headers["Content-Disposition"] = "attachment"
    return Response(stored.content, media_type=kind, headers=headers | {"Cache-Control": "private, max-age=3600"})


def world_now(room: StageRoom) -> float:
    return room.stand_in.clock.now()


def _send(room: StageRoom, sending: Sending) -> int:
    stage, chat_id, user_id = room.stand_in.stage, sending.chat_id, sending.from_id
    extra: dict[str, Any] = {"reply_to": sending.reply_to} if sending.reply_to else {}
    photos, file = attachments.photos(sending.attached, sending.own), attachments.file(sending.attached)
    if len(photos) > 1:
        return len(stage.sends_album(chat_id, user_id, photos, sending.text))
    if photos:
        stage.sends_photo(chat_id, user_id, photos[0], sending.text, **extra)
    elif file:
        extra |= {"caption": sending.text} if sending.text else {}
        stage.sends_file(chat_id, user_id, file.kind, file.content, name=file.name, media_type=file.media_type, **extra)
    elif sending.text.strip():
        stage.says(chat_id, user_id, sending.text, **extra)
    return 1


async def _answer(room: StageRoom, query: str) -> Json:
    ends = asyncio.get_running_loop().time() + PRESS_WAIT
    while room.world.presses[query].answer is None and asyncio.get_running_loop().time() < ends:
        await room.world.changed(room.world.version, 0.5)
    answer: Any = room.world.presses[query].answer
    return {"text": (answer or {}).get("text") or "", "is_answered": answer is not None}


def _changed(room: StageRoom, number: int, version: int) -> Json:
    chat = room.world.chats.get(number)
    if chat is None:
        return {"messages": [], "ids": []}
    changed = [_shown(message) for message in chat.messages.values() if message.get("_version", 0) > version]
    return {"messages": changed, "ids": list(chat.messages)}


def _shown(message: Json) -> Json:
    return public(message) | {"asks_reply": bool(message.get("_asks_reply"))}


def _asked(written: str) -> tuple[int, int]:
    number, _, version = written.partition(":")
    try:
        return int(number), int(version or -1)
    except ValueError:
        raise HTTPException(422, "a chat is asked for as number:version") from None
