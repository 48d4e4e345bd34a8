"""One bot's side of the Bot API: its token, its calls with their faults and budgets, its files."""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from bot.rehearsal import checks, sentences
from bot.rehearsal.budgets import Backlog, FloodGate, Limits
from bot.rehearsal.faults import Fault, Faults, instead, spoiled
from bot.rehearsal.ledger import ACCEPTED, AMBIGUOUS, REFUSED, Ledger
from bot.rehearsal.methods import METHODS, whole
from bot.rehearsal.sentences import Refusal
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.upload import Upload
from bot.rehearsal.webhooks import WebhookSender, allowed_updates
from bot.rehearsal.wire import Answer, Request, json_answer
from bot.rehearsal.world import World

LINK_LIFE = 3600.0
LOGOUT_LASTS = 600.0  # R63
TOKEN = re.compile(r"[1-9]\d{0,15}:[\w-]{1,80}", re.ASCII)
FILE, BYTES = "/file", "application/octet-stream"  # how a download is named in faults and in the ledger
QUIET = frozenset({"getupdates", FILE})  # calls whose result the ledger does not repeat
OF_WEBHOOKS = frozenset({"setwebhook", "deletewebhook", "getwebhookinfo"})
NOT_IN_REPLIES = OF_WEBHOOKS | {"close", "logout"}  # section 6: nor does any get… come by way of a webhook's reply
METERED = frozenset(
    name
    for name in METHODS
    if name.startswith(("send", "edit", "copy", "forward")) and name not in {"sendchataction", "editforumtopic"}
)


class BotApi:
    """Answers the calls of one bot: the one it was made for, else the first whose token it sees."""

    def __init__(
        self, world: World, queue: UpdateQueue, *, ledger: Ledger, faults: Faults, limits: Limits, token: str | None
    ) -> None:
        self.latency = 0.0
        self._world, self._queue, self._clock = world, queue, world.clock
        self._ledger, self._faults, self._token = ledger, faults, token
        self._gate, self._backlog = FloodGate(limits), Backlog(limits.unsent)
        self._webhooks = WebhookSender(queue, self._clock, self._execute, faults.seed)

    def stop(self) -> None:
        self._webhooks.stop()

    async def answer(self, token: str, name: str, request: Request) -> Answer:
        """Answer one call, as it is or as a fault has it."""
        chat_id = _chat_id(request.fields)
        try:
            self._require_token(token)
        except Refusal as refusal:
            self._note(name, request, REFUSED, code=refusal.code, error=refusal.sentence)
            return refused(refusal)
        fault = self._faults.hit(name, chat_id)
        if fault is not None and not fault.comes_after:
            self._note(name, request, REFUSED, error=fault.kind)
            return await instead(fault, self._clock)
        if fault is not None and fault.kind == "clock_jump":
            self._clock.advance(fault.seconds)
        if name in METERED and chat_id is not None:
            with self._backlog.holding(chat_id):
                return await self._carried_out(name, request, chat_id, fault)
        return await self._carried_out(name, request, chat_id, fault)

    async def _carried_out(self, name: str, request: Request, chat_id: int | None, fault: Fault | None) -> Answer:
        answer = await self._whole(name, request, chat_id, fault)
        if self.latency and name != "getupdates":
            await asyncio.sleep(self.latency)
        return answer if fault is None else await spoiled(answer, fault, self._clock)

    async def _whole(self, name: str, request: Request, chat_id: int | None, fault: Fault | None) -> Answer:
        """Carry a call out and note it; returns its unspoiled answer."""
        try:
            result = self._linked(request.path) if name == FILE else await self._call(name, request, chat_id)
        except Refusal as refusal:
            self._note(name, request, REFUSED, code=refusal.code, error=refusal.sentence)
            return refused(refusal)
        is_ambiguous = fault is not None and fault.is_ambiguous
        if name != "getupdates" or is_ambiguous:
            details = {"result": result} if name not in QUIET else {}
            self._note(name, request, AMBIGUOUS if is_ambiguous else ACCEPTED, **details, **_named(fault))
        return json_answer({"ok": True, "result": result}) if name != FILE else Answer(200, result, BYTES)

    async def _call(self, name: str, request: Request, chat_id: int | None) -> Any:
        fields = request.fields
        if name == "getupdates":
            return await self._get_updates(fields)
        if name in OF_WEBHOOKS:
            return self._webhooks.call(name, fields)
        method = METHODS.get(name)
        if method is None:
            raise sentences.METHOD_NOT_FOUND.refusal()
        if name in METERED and chat_id is not None:
            await self._backlog.require(chat_id, self._clock)
            self._gate.admit(chat_id, self._clock.now(), _weight(name, fields))
        return method(self._world, fields, request.uploads)

    async def _get_updates(self, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
        limit = min(max(whole(fields, "limit", 100), 1), 100)
        given = fields.get("allowed_updates")
        allowed = None if given is None else allowed_updates(given)
        return await self._queue.get(whole(fields, "offset"), limit, max(whole(fields, "timeout"), 0), allowed)

    async def _execute(self, reply: Mapping[str, Any]) -> None:
        """Carry out a method that came in the reply to a webhook."""
        name = str(reply["method"]).lower()
        if name.startswith("get") or name in NOT_IN_REPLIES:
            return
        fields = {field: value for field, value in reply.items() if field != "method"}
        await self.answer(self._token or "0:webhook", name, Request("POST", "", fields))

    def _linked(self, path: str) -> bytes:
        """Return a file's bytes for an hour after its path was asked for (R71)."""
        asked = path.split("/", 3)[-1]
        for stored in self._world.files.values():
            if stored.path == asked and self._clock.now() - stored.given_at < LINK_LIFE:
                return stored.content
        raise sentences.NOT_FOUND.refusal()

    def _require_token(self, token: str) -> None:
        """Know one bot by its token (R53)."""
        if TOKEN.fullmatch(token) is None:
            raise sentences.NOT_FOUND.refusal()
        if self._token is None:
            self._token = token
            self._world.me["id"] = int(token.partition(":")[0])
        if token != self._token:
            raise sentences.UNAUTHORIZED.refusal()
        logged_out_at = self._world.logged_out_at
        if logged_out_at is not None and self._clock.now() - logged_out_at < LOGOUT_LASTS:
            raise sentences.LOGGED_OUT.refusal()

    def _note(self, name: str, request: Request, outcome: str, **details: Any) -> None:
        if request.uploads:
            details["files"] = {field: _upload_shown(upload) for field, upload in request.uploads.items()}
        self._ledger.call(name, outcome, fields=dict(request.fields), **details)


def refused(refusal: Refusal) -> Answer:
    """Return what the server answers instead of a result."""
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


def _named(fault: Fault | None) -> dict[str, str]:
    return {"fault": fault.kind} if fault else {}


def _upload_shown(upload: Upload) -> dict[str, Any]:
    """Return what the ledger keeps of a file."""
    digest = hashlib.sha256(upload.content).hexdigest()
    return {"name": upload.name, "media_type": upload.media_type, "size": len(upload.content), "sha256": digest}
