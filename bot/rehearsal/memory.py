"""What the telephones remember between two rehearsals: chats and files, kept in the rehearsal's own folder."""

import asyncio
import base64
import hashlib
import json
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.rehearsal.sample.sending import YEAR_BEGAN
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.world import Chat, StoredFile, World

NAME = "telephones.json"
EVERY_SECONDS = 2.0
LISTED = ("members", "admins")


def load(world: World, folder: Path) -> bool:
    """Bring back what was kept; tells whether there was anything."""
    path = folder / NAME
    if not path.is_file():
        return False
    kept = json.loads(path.read_bytes())
    world.users = {int(number): user for number, user in kept["users"].items()}
    world.chats = {int(number): _chat(chat) for number, chat in kept["chats"].items()}
    contents = {key: base64.b64decode(content) for key, content in kept["contents"].items()}
    world.files = {
        name: StoredFile(**_known(StoredFile, file) | {"content": contents[file["content"]]})
        for name, file in kept["files"].items()
    }
    world.version = kept["version"]
    return True


def save(world: World, folder: Path) -> None:
    """Keep everything, whole or not at all."""
    path, temporary = folder / NAME, folder / f".{NAME}"
    keys = {name: hashlib.sha256(file.content).hexdigest() for name, file in world.files.items()}
    kept = {
        "version": world.version,
        "users": {str(number): user for number, user in world.users.items()},
        "chats": {str(number): _plain(chat) for number, chat in world.chats.items()},
        "files": {name: {**_fields(file), "content": keys[name]} for name, file in world.files.items()},
        "contents": {keys[name]: base64.b64encode(file.content).decode() for name, file in world.files.items()},
    }
    temporary.write_text(json.dumps(kept), encoding="ascii")
    temporary.replace(path)


def number_on(world: World, queue: UpdateQueue, now: datetime) -> None:
    """Go on with numbers never given before, so that the desk takes nothing new for something it knows.

    Updates and messages are numbered by the second; a chat that is further already stays there.
    """
    queue.restart_ids(int(now.timestamp()))
    for chat in world.chats.values():
        chat.next_id = max(chat.next_id, int(now.timestamp()) - YEAR_BEGAN)


async def keep(world: World, folder: Path) -> None:
    """Keep the telephones as they change, until cancelled, and once more then."""
    kept = world.version
    try:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            if world.version != kept:
                kept = world.version
                save(world, folder)
    finally:
        save(world, folder)


def _fields(held: Chat | StoredFile) -> dict[str, Any]:
    return {field.name: getattr(held, field.name) for field in fields(held)}


def _plain(chat: Chat) -> dict[str, Any]:
    values = _fields(chat)
    messages = {str(number): message for number, message in chat.messages.items()}
    return {**values, "messages": messages, **{name: sorted(values[name]) for name in LISTED}}


def _chat(kept: dict[str, Any]) -> Chat:
    messages = {int(number): message for number, message in kept["messages"].items()}
    return Chat(**_known(Chat, kept) | {"messages": messages} | {name: set(kept[name]) for name in LISTED})


def _known(kind: type[Chat] | type[StoredFile], kept: dict[str, Any]) -> dict[str, Any]:
    """Return what this version still knows of what another one kept."""
    return {field.name: kept[field.name] for field in fields(kind) if field.name in kept}
