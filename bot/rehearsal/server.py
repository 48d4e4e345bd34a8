"""The stand-in Telegram: the Bot API on loopback and, under /_stage/, the people who use it."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from weakref import WeakSet

from bot.rehearsal import sentences
from bot.rehearsal.bot_api import FILE, BotApi, refused
from bot.rehearsal.budgets import Limits
from bot.rehearsal.clock import StageClock
from bot.rehearsal.faults import Faults
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.people import Stage
from bot.rehearsal.stage_control import StageControl
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.wire import Answer, Connection, Request, json_answer
from bot.rehearsal.world import World

HOST = "127.0.0.1"
A_MOMENT = 0.05  # so that the answer is out before the connections break


class StandIn:
    """One bot's Telegram. As a Python object it offers `stage`, `world`, `queue`, `ledger`, `faults` and `clock`.

    `latency` is how long every call but getUpdates takes. `add_bot` puts another bot's Telegram behind the same
    address: people, chats, queue, faults and budgets of its own, the clock is one.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        token: str | None = None,
        seed: int = 1,
        clock: StageClock | None = None,
        faults: Iterable[Mapping[str, Any]] = (),
        latency: float = 0.0,
    ) -> None:
        self.clock = clock or StageClock()
        self.world = World(self.clock)
        self.ledger = Ledger(self.clock)
        self.queue = UpdateQueue(self.clock, self.ledger)
        self.stage = Stage(self.world, self.queue)
        self.faults = Faults(seed, faults)
        self.api = BotApi(
            self.world, self.queue, ledger=self.ledger, faults=self.faults, limits=limits or Limits(), token=token
        )
        self.api.latency = latency
        self._control = StageControl(self.world, self.queue, self.stage, self.ledger, self.faults, self._refuse_soon)
        self._others: dict[str, StandIn] = {}
        self._connections: WeakSet[Connection] = WeakSet()
        self._server: asyncio.Server | None = None
        self._port = 0
        self._refusing: asyncio.Task[None] | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on loopback and return the address; raises OSError where the port is taken."""
        await self._listen(port)
        return f"http://{HOST}:{self._port}"

    async def stop(self) -> None:
        for each in (self, *self._others.values()):
            each.api.stop()
        self._stop_listening()

    async def refuse(self, seconds: float) -> None:
        """Break every connection and take no new one for so long, on the machine's clock."""
        self._stop_listening()
        for connection in list(self._connections):
            connection.hang_up()
        await asyncio.sleep(seconds)
        await self._listen(self._port)

    def add_bot(self, token: str, username: str, limits: Limits | None = None) -> "StandIn":
        """Serve one bot more; its stage is found under /_stage/bots/<its number>/."""
        other = StandIn(limits, token=token, seed=self.faults.seed, clock=self.clock)
        other.world.me |= {"id": int(token.partition(":")[0]), "username": username}
        self._others[token] = other
        return other

    async def handle(self, request: Request) -> Answer:
        """Answer one request: a method of the Bot API, a file, or the stage."""
        parts = request.path.split("/")
        if parts[1] == "_stage":
            return await self._stage(parts[2:], request)
        if parts[1] == "file":
            token = parts[2].removeprefix("bot")
            return await self._of(token).answer(token, FILE, request)
        if parts[1].startswith("bot") and len(parts) == 3:  # noqa: PLR2004 - /bot<token>/<method>
            token = parts[1][3:]
            return await self._of(token).answer(token, parts[2].lower(), request)
        return refused(sentences.NOT_FOUND.refusal())

    def _of(self, token: str) -> BotApi:
        """Return the API of a bot; a stranger's token is the first one's to refuse."""
        return self._others[token].api if token in self._others else self.api

    async def _stage(self, parts: list[str], request: Request) -> Answer:
        if parts[:1] != ["bots"]:
            return await self._control.answer("/".join(parts), request)
        for other in self._others.values():
            if str(other.world.me["id"]) == parts[1]:
                return await other._control.answer("/".join(parts[2:]), request)  # noqa: SLF001 - one of its own kind
        return json_answer({"error": "no such bot"}, 404)

    def _refuse_soon(self, seconds: float) -> None:
        """Let the answer that asked for it out, then refuse."""
        asyncio.get_running_loop().call_later(A_MOMENT, self._begin_refusing, seconds)

    def _begin_refusing(self, seconds: float) -> None:
        self._refusing = asyncio.get_running_loop().create_task(self.refuse(seconds))

    async def _listen(self, port: int) -> None:
        self._server = await asyncio.get_running_loop().create_server(self._connected, HOST, port)
        self._port = int(self._server.sockets[0].getsockname()[1])

    def _stop_listening(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _connected(self) -> Connection:
        connection = Connection(self.handle)
        self._connections.add(connection)
        return connection


async def serve(port: int) -> None:
    """Run the stand-in alone until cancelled."""
    stand_in = StandIn()
    await stand_in.start(port)
    await asyncio.get_running_loop().create_future()
