"""The stand-in Telegram: the Bot API on loopback and, under /_stage/, the people who use it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.budgets import FloodGate, Limits
from bot.rehearsal.clock import StageClock
from bot.rehearsal.faults import Fault, Faults
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.methods import METHODS, whole
from bot.rehearsal.people import Stage
from bot.rehearsal.sentences import Refusal
from bot.rehearsal.stage_control import StageControl
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.webhooks import WebhookSender, allowed_updates
from bot.rehearsal.wire import Answer, Connection, Request, json_answer
from bot.rehearsal.world import World

HOST = "127.0.0.1"
LINK_LIFE = 3600.0
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
            return self._file("/".join(parts[3:]))
        if parts[1].startswith("bot") and len(parts) == 3:  # noqa: PLR2004 - /bot<token>/<method>
            return await self._method(parts[1][3:], parts[2].lower(), request)
        return _refused(Refusal(404, "Not Found"))

    async def _method(self, token: str, name: str, request: Request) -> Answer:
        chat_id = _chat_id(request.fields)
        try:
            self._require_token(token)
            fault = self.faults.hit(name, chat_id)
            if fault is not None and not fault.comes_after:
                return await self._fail(fault, name, request)
            result = await self._call(name, request, chat_id)
        except Refusal as refusal:
            self._note(name, request.fields, ok=False, error=refusal.sentence)
            return _refused(refusal)
        if name != "getupdates":
            self._note(name, request.fields, ok=True, result=result)
        answer = json_answer({"ok": True, "result": result})
        return answer if fault is None else await _spoiled(answer, fault)

    async def _call(self, name: str, request: Request, chat_id: int | None) -> Any:
        fields = request.fields
        if name == "getupdates":
            return await self._get_updates(fields)
        if name in {"setwebhook", "deletewebhook", "getwebhookinfo"}:
            return self._webhooks.call(name, fields)
        method = METHODS.get(name)
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        if name in METERED and chat_id is not None:
            self._gate.admit(chat_id, self.clock.now())
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

    async def _fail(self, fault: Fault, name: str, request: Request) -> Answer:
        self._note(name, request.fields, ok=False, error=fault.kind)
        if fault.kind == "hang_before":
            await asyncio.sleep(fault.seconds)
            return Answer(status=504, drops=0)
        return _refused(Refusal(fault.code, fault.sentence, fault.parameters))

    def _file(self, path: str) -> Answer:
        """Give a file's bytes for an hour after its path was asked for."""
        for stored in self.world.files.values():
            if stored.path == path and self.clock.now() - stored.given_at < LINK_LIFE:
                return Answer(body=stored.content, media_type="application/octet-stream")
        return _refused(Refusal(404, "Not Found"))

    def _require_token(self, token: str) -> None:
        if ":" not in token:
            raise Refusal(404, "Not Found")
        if self._token is not None and token != self._token:
            raise Refusal(401, "Unauthorized")

    def _note(self, name: str, fields: Mapping[str, Any], *, ok: bool, **details: Any) -> None:
        self.ledger.note("call", method=name, fields=dict(fields), ok=ok, **details)


async def serve(port: int) -> None:
    """Run the stand-in alone until cancelled."""
    stand_in = StandIn()
    await stand_in.start(port)
    await asyncio.get_running_loop().create_future()


async def _spoiled(answer: Answer, fault: Fault) -> Answer:
    """Spoil the answer to a call that was carried out."""
    match fault.kind:
        case "hang_after":
            await asyncio.sleep(fault.seconds)
            return Answer(drops=0)
        case "reset":
            return Answer(answer.status, answer.body, drops=20)
        case "truncated":
            return Answer(body=answer.body[: len(answer.body) // 2])
        case "html":
            return Answer(body=b"<html><body>OK</body></html>", media_type="text/html")
    return Answer(status=502, body=b"<html><body>Bad Gateway</body></html>", media_type="text/html")


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
    except (KeyError, ValueError):
        return None
