"""The stand-in's little Telegram: people, chats, messages with their edits, files, as the Bot API shows them."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.clock import StageClock

Json = dict[str, Any]
PHOTO_SIDES = (90, 320, 800, 1280)
PRESS_LIFE = 150.0  # R44; people report about 15 s, so a test may shorten it


@dataclass(slots=True)
class Chat:
    """A private chat or a group.

    `gone` says why the bot cannot write to it (blocked, deactivated, kicked, deleted, never_started, is_bot), `denied`
    what it may not send there.
    """

    data: Json
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    messages: dict[int, Json] = field(default_factory=dict)
    next_id: int = 1
    gone: str = ""
    migrated_to: int | None = None
    bot_is_member: bool = True
    denied: list[str] = field(default_factory=list)
    topics: list[Json] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)


@dataclass(slots=True)
class StoredFile:
    """A file's bytes; `unique` is its file_unique_id, `size` what it claims where that is not its length."""

    content: bytes
    path: str
    given_at: float = 0.0
    unique: str = ""
    size: int = 0


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
        self.shown: Json = {}
        self.typing: dict[int, float] = {}
        self.press_life = PRESS_LIFE
        self.reads_all = False
        self.launched_at = clock.now()
        self.logged_out_at: float | None = None
        self.version = 0
        self._changed = asyncio.Event()

    def person(self, user_id: int, name: str = "", language: str = "vi", **more: str) -> Json:
        """Return a person and open their private chat, known or new."""
        user = self.users.setdefault(
            user_id, {"id": user_id, "is_bot": False, "first_name": name or str(user_id), "language_code": language}
        )
        if name:
            user["first_name"] = name
        user |= more
        shown = {"id": user_id, "type": "private", "first_name": user["first_name"]}
        self.chats.setdefault(user_id, Chat(shown, members={user_id}))
        return user

    def group(self, chat_id: int, title: str, members: list[int], admins: list[int]) -> Chat:
        """Return a group, known or new."""
        chat = self.chats.setdefault(chat_id, Chat({"id": chat_id, "type": "supergroup", "title": title}))
        chat.members |= set(members) | set(admins)
        chat.admins |= set(admins)
        return chat

    def by_username(self, username: str) -> Chat | None:
        """Return the public group of a name."""
        return next((c for c in self.chats.values() if c.data.get("username") == username and c.data["id"] < 0), None)

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

    def keep_file(
        self, content: bytes, folder: str, ending: str, *, claims: int = 0, size_mark: str = ""
    ) -> tuple[str, str]:
        """Store bytes and return (file_id, file_unique_id); `claims` is a size without the bytes."""
        digest = hashlib.sha256(content).hexdigest()[:16]
        number, unique = len(self.files) + 1, f"AQAD{digest}{size_mark}"
        file_id = f"AgAC{number:08d}{digest}"
        path = f"{folder}/file_{number}{ending}"
        self.files[file_id] = StoredFile(content, path, unique=unique, size=claims or len(content))
        return file_id, unique

    def photo(self, content: bytes, width: int, height: int) -> list[Json]:
        """Return the sizes Telegram makes of a photo; all give the same bytes here."""
        sizes = []
        longest = max(width, height, 1)
        for side in (*(side for side in PHOTO_SIDES if side < longest), longest):
            file_id, unique = self.keep_file(content, "photos", ".jpg", size_mark=str(side))
            scale = side / longest
            sizes.append(
                {
                    "file_id": file_id,
                    "file_unique_id": unique,
                    "file_size": len(content),
                    "width": max(round(width * scale), 1),
                    "height": max(round(height * scale), 1),
                }
            )
        return sizes


def public(message: Json) -> Json:
    """Return a message without the stand-in's own marks."""
    return {name: value for name, value in message.items() if not name.startswith("_")}
