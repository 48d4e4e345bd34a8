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

Json = dict[str, Any]
BEGAN = 1_794_459_120
KEPT_ALIVE = 0.02  # seconds; a connection left idle for longer is closed, perhaps just as the bot writes on it


@dataclass(frozen=True)
class Habits:
    """What this server does its own way."""

    is_pretty: bool = False  # JSON over many lines, keys in another order
    adds_fields: bool = False  # of a version not yet known
    leaves_out: bool = False  # every field that is optional
    is_chunked: bool = False
    is_packed: bool = False  # gzip
    hangs_up: bool = False  # after each answer
    is_impatient: bool = False  # closes idle connections at once
    refuses_with_200: bool = False
    shouts: bool = False  # capitals in its refusals
    answers_true: bool = False  # to edits, instead of the message
    polls_at_once: bool = False  # never waits in getUpdates
    first_update: int = 1
    step: int = 1  # between the numbers of updates
    first_message: int = 1
    counts_down: bool = False  # messages of people have falling numbers
    misses_once: bool = False  # each message to edit is not found, once


@dataclass
class AnotherApi:
    """The server: people act by `says` and `presses`, `until` waits for what the bot does."""

    habits: Habits
    me: Json = field(
        default_factory=lambda: {"id": 7000000001, "is_bot": True, "first_name": "Tin", "username": "t_bot"}
    )
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    answers: dict[str, Json] = field(default_factory=dict)
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

    async def presses(self, user: Json, message: Json, data: str) -> str:
        query = f"q{len(self.answers)}{message['message_id']}{data}"
        shown = {} if self.habits.leaves_out else {"message": message}
        await self._offer({"callback_query": {"id": query, "from": user, "chat_instance": "1", "data": data, **shown}})
        return query

    async def until(self, found: Callable[[], Any]) -> Any:
        """Return what is found once the bot has done its part."""
        async with asyncio.timeout(30), self._news:
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
        return await self._answer(request, result)

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

    async def _answer(self, request: web.Request, result: Any) -> web.StreamResponse:
        habits, status = self.habits, 200
        body: Json = {"ok": True, "result": result}
        if isinstance(result, web.HTTPBadRequest):
            text = str(result.text).upper() if habits.shouts else result.text
            body = {"ok": False, "error_code": 400, "description": text}
            status = 200 if habits.refuses_with_200 else 400
        if habits.adds_fields:
            body = _with_more(body)
        written = json.dumps(body, indent=4 if habits.is_pretty else None, sort_keys=habits.is_pretty).encode()
        answer = web.Response(body=written, status=status, content_type="application/json")
        if habits.is_chunked:
            answer.enable_chunked_encoding()
        if habits.is_packed:
            answer.enable_compression(web.ContentCoding.gzip)
        if habits.hangs_up:
            answer.force_close()
        await answer.prepare(request)
        return answer


@asynccontextmanager
async def listening(api: AnotherApi) -> AsyncIterator[str]:
    """Serve on loopback and give the address."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", api.handle)
    kept_alive = KEPT_ALIVE if api.habits.is_impatient else 75.0
    runner = web.AppRunner(app, keepalive_timeout=kept_alive, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def _read(value: Any) -> Any:
    """Return a field as a value, however it was sent."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _with_more(value: Any) -> Any:
    """Add what a later version of the Bot API might add, in every object."""
    if isinstance(value, list):
        return [_with_more(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {"a_new_field": {"is": ["not", 1, None]}} | {name: _with_more(each) for name, each in value.items()}
