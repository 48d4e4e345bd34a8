"""A load of correspondents: many people send at a steady rate, each waits for the desk's answer before the next act."""

import asyncio
import itertools
import math
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.server import StandIn

FIRST_ACCOUNT = 5_000_000_000  # beyond the cast of the sample and the people of a made-up past
FIRST_MESSAGE = 1_000_000
LOOKS = 0.01  # seconds between two looks at what the desk has answered
PATIENCE = 30.0  # seconds in which the last answers must come
STEPS = ("text", "c.done", "c.send")
TEXTS = (
    "Sáng nay phường mở bàn hướng dẫn nộp hồ sơ trực tuyến ở sảnh một cửa, giúp được {n} lượt người.",
    "Chiều nay tổ công nghệ số đến khu phố {m} chỉ bà con cài ứng dụng, {n} người cài xong.",
    "Phường trả kết quả chứng thực ngay trong buổi, {n} hồ sơ, chờ lâu nhất {m} phút.",
)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """How many people send how many updates a second for how long."""

    people: int
    rate: float
    seconds: float
    seed: int = 1


@dataclass(slots=True)
class Seen:
    """What happened: updates sent, tips handed in and answered, and how long each answer took, in seconds."""

    sent: int = 0
    handed_in: int = 0
    delays: list[float] = field(default_factory=list)
    held_back: float = 0.0
    seconds: float = 0.0

    def percentile(self, part: float) -> float:
        """Return the delay that `part` of the answers did not exceed."""
        ordered = sorted(self.delays)
        return ordered[max(math.ceil(part * len(ordered)) - 1, 0)] if ordered else math.nan


@dataclass(slots=True)
class _Sender:
    """One correspondent on the way through a tip."""

    account: int
    step: int = 0
    sent_at: float = 0.0


class Senders:
    """Plays the people of a load against a stand-in whose desk knows them."""

    def __init__(self, stand_in: StandIn, load: Load) -> None:
        self._stand_in, self._load = stand_in, load
        self._chance = random.Random(load.seed)  # noqa: S311 - a load must be the same for one seed
        self._messages = itertools.count(FIRST_MESSAGE)
        self._free = deque(_Sender(account) for account in accounts(load))
        self._waiting: dict[int, _Sender] = {}
        self._read = 0
        self.seen = Seen()
        for account in accounts(load):
            stand_in.world.person(account, f"CTV {account - FIRST_ACCOUNT}")

    async def play(self) -> Seen:
        """Send for as long as the load says, then wait for the last answers."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for number in range(int(self._load.rate * self._load.seconds)):
            await self._until(begun + number / self._load.rate)
            await self._act()
        self.seen.seconds = loop.time() - begun
        ends = loop.time() + PATIENCE
        while self._waiting and loop.time() < ends:
            await asyncio.sleep(LOOKS)
            self._look()
        return self.seen

    async def _until(self, moment: float) -> None:
        while (left := moment - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(left, LOOKS))
            self._look()

    async def _act(self) -> None:
        """Have the next free person do the next thing; where all wait for an answer, wait with them."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while not self._free and loop.time() - begun < PATIENCE:
            await asyncio.sleep(LOOKS)
            self._look()
        self.seen.held_back += loop.time() - begun
        if not self._free:
            return
        sender = self._free.popleft()
        sender.sent_at = self._stand_in.clock.now()
        self._waiting[sender.account] = sender
        self._stand_in.queue.put(self._update(sender))
        self.seen.sent += 1

    def _look(self) -> None:
        """Free whoever was answered since the last look."""
        news = self._stand_in.ledger.since(self._read)
        self._read += len(news)
        for entry in news:
            if entry.what != "call" or not entry.details["ok"]:
                continue
            sender = self._waiting.pop(_chat(entry.details["fields"]), None)
            if sender is not None:
                self._answered(sender, entry.at)

    def _answered(self, sender: _Sender, at: float) -> None:
        self.seen.delays.append(at - sender.sent_at)
        self.seen.handed_in += STEPS[sender.step] == "c.send"
        sender.step = (sender.step + 1) % len(STEPS)
        self._free.append(sender)

    def _update(self, sender: _Sender) -> Json:
        user = self._stand_in.world.users[sender.account]
        chat = {"id": sender.account, "type": "private", "first_name": user["first_name"]}
        number, now = next(self._messages), int(self._stand_in.clock.now())
        if STEPS[sender.step] == "text":
            text = self._chance.choice(TEXTS).format(n=self._chance.randint(20, 300), m=self._chance.randint(2, 19))
            return {"message": {"message_id": number, "date": now, "chat": chat, "from": user, "text": text}}
        shown = {"message_id": 1, "date": now, "chat": chat, "text": "…"}
        press = {"id": str(number), "from": user, "chat_instance": "1", "message": shown}
        return {"callback_query": {**press, "data": f"v1:p::{STEPS[sender.step]}"}}


def accounts(load: Load) -> Iterator[int]:
    """Return the accounts of the people of a load; the desk must know them."""
    return iter(range(FIRST_ACCOUNT, FIRST_ACCOUNT + load.people))


def _chat(fields: Json) -> int:
    chat_id = fields.get("chat_id", 0)
    return int(chat_id) if str(chat_id).lstrip("-").isdecimal() else 0
