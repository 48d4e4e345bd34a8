"""The stand-in's little Telegram: people, chats, messages with their edits, files, as the Bot API shows them."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.clock import StageClock

Json = dict[str, Any]
PHOTO_SIDES = (90, 320, 800, 1280)


@dataclass(slots=True)
class Chat:
    """A private chat or a group; `gone` says why the bot cannot write to it."""

    data: Json
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    messages: dict[int, Json] = field(default_factory=dict)
    next_id: int = 1
    gone: str = ""
    migrated_to: int | None = None
    bot_is_member: bool = True


@dataclass(slots=True)
class StoredFile:
    content: bytes
    path: str
    given_at: float = 0.0


@dataclass(slots=True)
class Press:
    at: float
    answer: Json | None = None


class World:
    """Everything the stand-in remembers; `version` rises with every change that a telephone would show."""

    def __init__(self, clock: StageClock, *, bot_id: int = 7000000001, username: str = "tinbai_bot") -> None:
        self.clock = clock
        self.me: Json = {"id": bot_id, "is_bot": True, "first_name": "tinbai", "username": username}
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[str, list[Json]] = {}
        self.typing: dict[int, float] = {}
        self.version = 0
        self._changed = asyncio.Event()

    def person(self, user_id: int, name: str = "", language: str = "vi") -> Json:
        """Return a person and open their private chat, known or new."""
        user = self.users.setdefault(
            user_id, {"id": user_id, "is_bot": False, "first_name": name or str(user_id), "language_code": language}
        )
        if name:
            user["first_name"] = name
        shown = {"id": user_id, "type": "private", "first_name": user["first_name"]}
        self.chats.setdefault(user_id, Chat(shown, members={user_id}))
        return user

    def group(self, chat_id: int, title: str, members: list[int], admins: list[int]) -> Chat:
        """Return a group, known or new."""
        chat = self.chats.setdefault(chat_id, Chat({"id": chat_id, "type": "supergroup", "title": title}))
        chat.members |= set(members) | set(admins)
        chat.admins |= set(admins)
        return chat

    def add_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        """Put a message into a chat and return it as the Bot API shows it."""
        message: Json = {
            "message_id": chat.next_id,
            "from": sender,
            "chat": chat.data,
            "date": int(self.clock.now()),
            **content,
        }
        chat.messages[chat.next_id] = message
        chat.next_id += 1
        self.touch(message)
        return message

    def touch(self, message: Json | None = None) -> None:
        """Note a change, for the telephones that wait for one."""
        self.version += 1
        if message is not None:
            message["_version"] = self.version
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, since: int, seconds: float) -> None:
        """Return once something changed after version `since`, at the latest after `seconds`."""
        if self.version > since:
            return
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return

    def keep_file(self, content: bytes, folder: str, ending: str) -> tuple[str, str]:
        """Store bytes and return (file_id, file_unique_id)."""
        unique = hashlib.sha256(content).hexdigest()[:16]
        number = len(self.files) + 1
        file_id = f"AgAC{number:08d}{unique}"
        self.files[file_id] = StoredFile(content, f"{folder}/file_{number}{ending}")
        return file_id, f"AQAD{unique}"

    def photo(self, content: bytes, width: int, height: int) -> list[Json]:
        """Return the sizes Telegram makes of a photo; all give the same bytes here."""
        sizes = []
        for side in PHOTO_SIDES:
            file_id, unique = self.keep_file(content, "photos", ".jpg")
            scale = side / max(width, height)
            sizes.append(
                {
                    "file_id": file_id,
                    "file_unique_id": f"{unique}{side}",
                    "file_size": len(content),
                    "width": int(width * scale),
                    "height": int(height * scale),
                }
            )
        return sizes


def public(message: Json) -> Json:
    """Return a message without the stand-in's own marks."""
    return {name: value for name, value in message.items() if not name.startswith("_")}
