"""How fast the stand-in is, beside the fastest bare bot: one that is slower than what it measures measures itself.

Raw keep-alive connections from this process: sendMessage/s, and updates/s by getUpdates in batches of a hundred. Then
the grammY runner echoes against the same stand-in. Medians of interleaved rounds; aim: at least 3 x the bot.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvloop

from bench import peers
from bench.telegram import FIRST_PERSON, PEOPLE, TOKEN

ROUNDS = int(os.environ.get("ROUNDS", "5"))
CALLS, UPDATES, ECHOES = 12_000, 20_000, 3_000
CONNECTIONS = 16
PATIENCE = 60.0
TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người trong buổi đầu tiên."
AIM = 3.0


def main() -> None:
    runner = peers.available().get("grammy")
    names = ["sendMessage", "getUpdates", *(["grammY runner"] if runner else [])]
    rates: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        with _telegram() as address:
            rates["sendMessage"].append(uvloop.run(_sending(address)))
            rates["getUpdates"].append(uvloop.run(_receiving(address)))
            if runner:
                rates["grammY runner"].append(_echoing(address, runner))
    medians = {name: statistics.median(taken) for name, taken in rates.items()}
    bot = medians.get("grammY runner")
    print(f"{'':16}{'per second':>12}{'x bot':>8}")
    for name, median in medians.items():
        print(f"{name:16}{median:12.0f}{median / bot if bot else float('nan'):8.2f}")
    if bot:
        verdict = "held" if medians["sendMessage"] >= AIM * bot else "MISSED"
        print(f"aim, sendMessage at least {AIM:.0f} x the bot: {verdict}")


@contextmanager
def _telegram() -> Iterator[str]:
    """Run the stand-in in a process of its own."""
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.telegram", "0"], cwd=root, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


async def _sending(address: str) -> float:
    """Return how many messages a second are accepted over a few connections."""
    begun = time.perf_counter()
    await asyncio.gather(*(_send(address, number) for number in range(CONNECTIONS)))
    return CALLS / (time.perf_counter() - begun)


async def _send(address: str, number: int) -> None:
    line = await _Line.to(address)
    for call in range(CALLS // CONNECTIONS):
        await line.call("sendMessage", {"chat_id": FIRST_PERSON + (number * 97 + call) % PEOPLE, "text": TEXT})
    line.close()


async def _receiving(address: str) -> float:
    """Return how many updates a second a poller fetches and confirms."""
    _offer(address, UPDATES)
    line, offset, fetched = await _Line.to(address), 0, 0
    begun = time.perf_counter()
    while fetched < UPDATES:
        batch = (await line.call("getUpdates", {"offset": offset, "limit": 100}))["result"]
        offset, fetched = batch[-1]["update_id"] + 1, fetched + len(batch)
    await line.call("getUpdates", {"offset": offset, "limit": 1})
    line.close()
    return UPDATES / (time.perf_counter() - begun)


def _echoing(address: str, command: list[str]) -> float:
    """Return how many updates a second a bot answers, from the first offered to the last reply accepted."""
    before = _sent(address)
    with peers.running(command, api=address):
        _offer(address, 100)
        _wait_until(lambda: _sent(address) >= before + 100)
        begun = time.perf_counter()
        _offer(address, ECHOES)
        _wait_until(lambda: _sent(address) >= before + 100 + ECHOES)
        return ECHOES / (time.perf_counter() - begun)


def _wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > ends:
            raise SystemExit("the bot does not answer")
        time.sleep(0.01)


def _sent(address: str) -> int:
    figures: dict[str, Any] = httpx.get(f"{address}/_stage/figures").json()
    return int(figures["accepted"].get("sendmessage", 0))


def _offer(address: str, number: int) -> None:
    answer = httpx.post(f"{address}/_stage/updates", json=[_update(each) for each in range(number)], timeout=30)
    answer.raise_for_status()


def _update(number: int) -> dict[str, Any]:
    who = FIRST_PERSON + number % PEOPLE
    person = {"id": who, "is_bot": False, "first_name": f"CTV {who}", "language_code": "vi"}
    chat = {"id": who, "type": "private", "first_name": person["first_name"]}
    return {"message": {"message_id": number + 1, "date": 1_794_459_120, "chat": chat, "from": person, "text": TEXT}}


class _Line:
    """One keep-alive connection, one call at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, address: str) -> "_Line":
        host, _, port = address.removeprefix("http://").partition(":")
        return cls(*await asyncio.open_connection(host, int(port)))

    async def call(self, method: str, fields: dict[str, Any]) -> Any:
        body = json.dumps(fields, ensure_ascii=False).encode()
        head = f"POST /bot{TOKEN}/{method} HTTP/1.1\r\nHost: standin\r\nContent-Type: application/json\r\n"
        self._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answered = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answered.partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await self._reader.readexactly(length)
        return json.loads(answer) if method == "getUpdates" else None

    def close(self) -> None:
        self._writer.close()


if __name__ == "__main__":
    main()
