"""The stand-in Telegram: the Bot API on loopback and, under /_stage/, the people who use it."""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from bot.rehearsal import checks, sentences
from bot.rehearsal.budgets import FloodGate, Limits
from bot.rehearsal.clock import StageClock
from bot.rehearsal.faults import Faults, instead, spoiled
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.methods import METHODS, whole
from bot.rehearsal.people import Stage
from bot.rehearsal.sentences import Refusal
from bot.rehearsal.stage_control import StageControl
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.upload import Upload
from bot.rehearsal.webhooks import WebhookSender, allowed_updates
from bot.rehearsal.wire import Answer, Connection, Request, json_answer
from bot.rehearsal.world import World

HOST = "127.0.0.1"
LINK_LIFE = 3600.0
LOGOUT_LASTS = 600.0  # R63
TOKEN = re.compile(r"[1-9]\d{0,15}:[\w-]{1,80}", re.ASCII)
METERED = frozenset(name for name in METHODS if name.startswith(("send", "edit")) and name != "sendchataction")


class StandIn:
    """One bot's Telegram. As a Python object it offers `stage`, `world`, `queue`, `ledger`, `faults` and `clock`."""

    def __init__(
        self, limits: Limits | None = None, *, token: str | None = None, seed: int = 1, clock: StageClock | None = None
    ) -> None:
        self.clock = clock or StageClock()
        self.world = World(self.clock)
        self.ledger = Ledger(self.clock)
        self.queue = UpdateQueue(self.clock, self.ledger)
        self.stage = Stage(self.world, self.queue)
        self.faults = Faults(seed)
        self._gate = FloodGate(limits or Limits())
        self._token = token
        self._control = StageControl(
            self.world, self.queue, self.stage, ledger=self.ledger, faults=self.faults, clock=self.clock
        )
        self._webhooks = WebhookSender(self.queue, self.clock, self._execute, seed)
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on loopback and return the address; raises OSError where the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self.handle), HOST, port)
        return f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self._webhooks.stop()
        if self._server is not None:
            self._server.close()

    async def handle(self, request: Request) -> Answer:
        """Answer one request: a method of the Bot API, a file, or the stage."""
        parts = request.path.split("/")
        if parts[1] == "_stage":
            return await self._control.answer(request)
        if parts[1] == "file":
            return self._file(parts[2].removeprefix("bot"), "/".join(parts[3:]))
        if parts[1].startswith("bot") and len(parts) == 3:  # noqa: PLR2004 - /bot<token>/<method>
            return await self._method(parts[1][3:], parts[2].lower(), request)
        return _refused(sentences.NOT_FOUND.refusal())

    async def _method(self, token: str, name: str, request: Request) -> Answer:
        chat_id = _chat_id(request.fields)
        try:
            self._require_token(token)
            fault = self.faults.hit(name, chat_id)
            if fault is not None and not fault.comes_after:
                self._note(name, request, ok=False, error=fault.kind)
                return await instead(fault)
            if fault is not None and fault.kind == "clock_jump":
                self.clock.advance(fault.seconds)
            result = await self._call(name, request, chat_id)
        except Refusal as refusal:
            self._note(name, request, ok=False, code=refusal.code, error=refusal.sentence)
            return _refused(refusal)
        if name != "getupdates":
            self._note(name, request, ok=True, result=result, **({"fault": fault.kind} if fault else {}))
        answer = json_answer({"ok": True, "result": result})
        return answer if fault is None else await spoiled(answer, fault)

    async def _call(self, name: str, request: Request, chat_id: int | None) -> Any:
        fields = request.fields
        if name == "getupdates":
            return await self._get_updates(fields)
        if name in {"setwebhook", "deletewebhook", "getwebhookinfo"}:
            return self._webhooks.call(name, fields)
        method = METHODS.get(name)
        if method is None:
            raise sentences.METHOD_NOT_FOUND.refusal()
        if name in METERED and chat_id is not None:
            self._gate.admit(chat_id, self.clock.now(), _weight(name, fields))
        return method(self.world, fields, request.uploads)

    async def _get_updates(self, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
        limit = min(max(whole(fields, "limit", 100), 1), 100)
        given = fields.get("allowed_updates")
        allowed = None if given is None else allowed_updates(given)
        return await self.queue.get(whole(fields, "offset"), limit, max(whole(fields, "timeout"), 0), allowed)

    async def _execute(self, reply: Mapping[str, Any]) -> None:
        """Carry out a method that came in the reply to a webhook."""
        fields = {name: value for name, value in reply.items() if name != "method"}
        await self._method(self._token or "0:webhook", str(reply["method"]).lower(), Request("POST", "", fields))

    def _file(self, token: str, path: str) -> Answer:
        """Give a file's bytes for an hour after its path was asked for."""
        try:
            self._require_token(token)
        except Refusal as refusal:
            return _refused(refusal)
        for stored in self.world.files.values():
            if stored.path == path and self.clock.now() - stored.given_at < LINK_LIFE:
                return Answer(body=stored.content, media_type="application/octet-stream")
        return _refused(sentences.NOT_FOUND.refusal())

    def _require_token(self, token: str) -> None:
        """Know one bot: the one it was made for, else the first that calls (R53)."""
        if TOKEN.fullmatch(token) is None:
            raise sentences.NOT_FOUND.refusal()
        if self._token is None:
            self._token = token
            self.world.me["id"] = int(token.partition(":")[0])
        if token != self._token:
            raise sentences.UNAUTHORIZED.refusal()
        logged_out_at = self.world.logged_out_at
        if logged_out_at is not None and self.clock.now() - logged_out_at < LOGOUT_LASTS:
            raise sentences.LOGGED_OUT.refusal()

    def _note(self, name: str, request: Request, *, ok: bool, **details: Any) -> None:
        if request.uploads:
            details["files"] = {field: _upload_shown(upload) for field, upload in request.uploads.items()}
        self.ledger.note("call", method=name, fields=dict(request.fields), ok=ok, **details)


async def serve(port: int) -> None:
    """Run the stand-in alone until cancelled."""
    stand_in = StandIn()
    await stand_in.start(port)
    await asyncio.get_running_loop().create_future()


def _refused(refusal: Refusal) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.sentence}
    headers: dict[str, str] = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry_After"] = str(refusal.parameters["retry_after"])
    return json_answer(body, refusal.code, **headers)


def _chat_id(fields: Mapping[str, Any]) -> int | None:
    try:
        return int(fields["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


def _weight(name: str, fields: Mapping[str, Any]) -> int:
    """Return how many messages a call is: an album of N counts N (R34)."""
    if name != "sendmediagroup":
        return 1
    items = checks.structure(fields.get("media"), "media")
    return len(items) if isinstance(items, list) and items else 1


def _upload_shown(upload: Upload) -> dict[str, Any]:
    """Return what the ledger keeps of a file."""
    digest = hashlib.sha256(upload.content).hexdigest()
    return {"name": upload.name, "media_type": upload.media_type, "size": len(upload.content), "sha256": digest}
