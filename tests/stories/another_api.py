"""Another Bot API, written from its documentation alone and sharing nothing with the rehearsal's stand-in.

It keeps just what a tip's way needs, and it has habits: everything the documentation leaves open, another faithful
server may do otherwise.
"""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.stories.habits import KEPT_ALIVE, Habits, answered, written

Json = dict[str, Any]
BEGAN = 1_794_459_120


@dataclass
class AnotherApi:
    """The server: people act by `says` and `presses`, `until` waits for what the bot does."""

    habits: Habits
    me: Json = field(
        default_factory=lambda: {"id": 7000000001, "is_bot": True, "first_name": "Tin", "username": "t_bot"}
    )
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    answers: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    waiting: list[Json] = field(default_factory=list)
    methods: Counter[str] = field(default_factory=Counter)
    bodies: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._updates = itertools.count(self.habits.first_update, self.habits.step)
        self._mine = itertools.count(self.habits.first_message)
        self._theirs = itertools.count(self.habits.first_message + 10**6, -1 if self.habits.counts_down else 1)
        self._news, self._missed = asyncio.Condition(), set[tuple[int, int]]()

    async def says(self, chat: Json, user: Json, text: str) -> None:
        message = {"message_id": next(self._theirs), "date": BEGAN, "chat": chat, "from": user, "text": text}
        await self._offer({"message": message})

    async def shows(self, chat: Json, user: Json, photo: bytes) -> None:
        name = f"photo-{len(self.files)}"
        self.files[name] = photo
        size = {"file_id": name, "file_unique_id": f"u-{name}", "width": 64, "height": 48}
        message = {"message_id": next(self._theirs), "date": BEGAN, "chat": chat, "from": user, "photo": [size]}
        await self._offer({"message": message})

    async def presses(self, user: Json, message: Json, data: str) -> str:
        query = f"q{len(self.answers)}{message['message_id']}{data}"
        shown = {} if self.habits.leaves_out else {"message": message}
        await self._offer({"callback_query": {"id": query, "from": user, "chat_instance": "1", "data": data, **shown}})
        return query

    async def until(self, found: Callable[[], Any]) -> Any:
        """Return what is found once the bot has done its part."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(found)
        return found()

    def button(self, chat_id: int, label: str) -> tuple[Json, str] | None:
        """Return the newest message in a chat that offers a button, and the button's data."""
        for (where, _), message in reversed(self.messages.items()):
            rows = message.get("reply_markup", {}).get("inline_keyboard", []) if where == chat_id else []
            for each in (each for row in rows for each in row):
                if each["text"] == label:
                    return message, each["callback_data"]
        return None

    def told(self, chat_id: int, words: str) -> bool:
        return any(words in message["text"] for (where, _), message in self.messages.items() if where == chat_id)

    async def _offer(self, update: Json) -> None:
        async with self._news:
            self.waiting.append({"update_id": next(self._updates), **update})
            self._news.notify_all()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.bodies.add(request.content_type)
        form = await (request.json() if request.content_type == "application/json" else request.post())
        name, fields = request.match_info["method"].lower(), {key: _read(value) for key, value in form.items()}
        async with self._news:
            self.methods[name] += 1
            result = await getattr(self, f"_{name}", self._true)(fields)
            self._news.notify_all()
        return await answered(request, self.habits, result)

    async def download(self, request: web.Request) -> web.StreamResponse:
        return await written(request, self.habits, self.files[request.match_info["name"]], "image/jpeg")

    async def _true(self, _fields: Json) -> Any:
        return True

    async def _getme(self, _fields: Json) -> Any:
        return self.me

    async def _getupdates(self, fields: Json) -> Any:
        self.waiting = [each for each in self.waiting if each["update_id"] >= fields.get("offset", 0)]
        if not self.waiting and not self.habits.polls_at_once:
            try:
                async with asyncio.timeout(fields.get("timeout", 0)):
                    await self._news.wait_for(lambda: self.waiting)
            except TimeoutError:
                return []
        return self.waiting[: fields.get("limit", 100)]

    async def _sendmessage(self, fields: Json) -> Any:
        chat = {"id": fields["chat_id"], "type": "private" if fields["chat_id"] > 0 else "supergroup"}
        message = {"message_id": next(self._mine), "date": BEGAN, "chat": chat, "text": fields["text"]}
        markup = fields.get("reply_markup")
        message |= {"from": self.me} | ({"reply_markup": markup} if markup and "inline_keyboard" in markup else {})
        self.messages[chat["id"], message["message_id"]] = message
        return {name: message[name] for name in ("message_id", "date", "chat")} if self.habits.leaves_out else message

    async def _getfile(self, fields: Json) -> Any:
        known = {} if self.habits.leaves_out else {"file_size": len(self.files[fields["file_id"]])}
        return {"file_id": fields["file_id"], "file_unique_id": "u", "file_path": f"a/{fields['file_id']}", **known}

    async def _sendphoto(self, fields: Json) -> Any:
        self.files["sent"] = fields["photo"].file.read()
        return await self._sendmessage(fields | {"text": "photo", "reply_markup": None})

    async def _editmessagetext(self, fields: Json) -> Any:
        where = (fields["chat_id"], fields["message_id"])
        if where not in self.messages or (self.habits.misses_once and where not in self._missed):
            self._missed.add(where)
            return web.HTTPBadRequest(text="Bad Request: message to edit not found")
        new = {"text": fields["text"], **({"reply_markup": fields["reply_markup"]} if "reply_markup" in fields else {})}
        if self.messages[where].items() >= new.items():
            return web.HTTPBadRequest(text="Bad Request: message is not modified")
        self.messages[where].pop("reply_markup", None)
        self.messages[where] |= new
        return True if self.habits.answers_true else self.messages[where]

    async def _answercallbackquery(self, fields: Json) -> Any:
        self.answers[fields["callback_query_id"]] = fields
        return True


@asynccontextmanager
async def listening(api: AnotherApi) -> AsyncIterator[str]:
    """Serve on loopback and give the address."""
    app = web.Application()
    app.router.add_get("/file/bot{token}/a/{name}", api.download)
    app.router.add_route("*", "/bot{token}/{method}", api.handle)
    kept_alive = KEPT_ALIVE if api.habits.is_impatient else 75.0
    runner = web.AppRunner(app, keepalive_timeout=kept_alive, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _read(value: Any) -> Any:
    """Return a field as a value, however it was sent."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
