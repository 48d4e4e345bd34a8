"""A confirmation never comes before durability: traced, not believed (promise P2)."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import aiohttp
import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from tests.chaos.campaign import FIRST_ACCOUNT, DeskOnDisk, text_update
from tests.chaos.crowd import a_photo
from tests.chaos.figures import size
from tests.chaos.trace import Call, calls_of, traced

PORTIONS, EACH = size(3, 40), 3
PATIENCE = 60.0
SECRET = "a-secret-for-the-webhook"
OFFSET = re.compile(r"offset=(\d+)")
KEY = re.compile(r'/([0-9a-f]{64})"')

pytestmark = pytest.mark.chaos


async def test_an_update_is_confirmed_only_after_it_was_synced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram = StandIn(FREE)
    desk = DeskOnDisk(tmp_path / "desk", await telegram.start())
    desk.enrol(1)
    telegram.world.person(FIRST_ACCOUNT, "CTV 0")
    updates: list[int] = []
    with traced(tmp_path / "calls", desk.environment(CONSOLE_PORT="0"), "run"):
        for portion in range(PORTIONS):
            telegram.stage.sends_photo(FIRST_ACCOUNT, FIRST_ACCOUNT, a_photo(portion))
            updates += [telegram.queue.put(named(portion * EACH + number)) for number in range(EACH)]
            await _until_confirmed(telegram, desk)
    await telegram.stop()

    calls = calls_of(tmp_path / "calls")
    unsynced = [
        number for number, update in enumerate(updates) if not is_durable(calls, number, confirms(calls, update))
    ]
    blobs = list(blobs_of(calls))
    out_of_order = [key for key, rename in blobs if not is_in_order(calls, key, rename)]
    with capsys.disabled():
        print(
            f"\nfsync, polling: {len(unsynced)} of {len(updates)} updates confirmed before they were durable, ", end=""
        )
        print(f"{len(out_of_order)} of {len(blobs)} files out of order")
    assert len(updates) == PORTIONS * EACH
    assert unsynced == []
    assert len(blobs) >= PORTIONS
    assert out_of_order == []


async def test_a_webhook_is_answered_only_after_the_update_was_synced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram, port = StandIn(FREE), a_free_port()
    desk = DeskOnDisk(tmp_path / "desk", await telegram.start())
    desk.enrol(1)
    environment = desk.environment(
        TELEGRAM_MODE="webhook",
        TELEGRAM_WEBHOOK_SECRET=SECRET,
        CONSOLE_PORT=str(port),
        BASE_URL="https://desk.example",
    )
    number = PORTIONS * EACH
    with traced(tmp_path / "calls", environment, "console"):
        answers = [status async for status in _delivered(port, number)]
    await telegram.stop()

    calls = calls_of(tmp_path / "calls")
    said = [call for call in calls if '"HTTP/1.1 200' in call.text]
    unsynced = [count for count in range(number) if not is_durable(calls, count, said[count])]
    with capsys.disabled():
        print(f"\nfsync, webhook: {len(unsynced)} of {number} updates answered before they were durable")
    assert answers == [200] * number
    assert len(said) == number
    assert unsynced == []


def named(number: int) -> dict[str, object]:
    """Return an update whose text can be found again in what is written to disk."""
    update = text_update(0, 1000 + number)
    update["message"]["text"] = f"CANARY-{number};"
    return update


def confirms(calls: Sequence[Call], update: int) -> Call | None:
    """Return the first request that confirms an update."""
    for call in calls:
        offset = OFFSET.search(call.text) if "/getUpdates " in call.text else None
        if offset and int(offset[1]) > update:
            return call
    return None


def is_durable(calls: Sequence[Call], number: int, confirmation: Call | None) -> bool:
    """Tell whether an update was written and the file it was written to synced before the confirmation began."""
    written = next((call for call in calls if call.is_write and f"CANARY-{number};" in call.text), None)
    if written is None or confirmation is None:
        return False
    return any(
        call.is_sync and call.file == written.file and written.ended < call.began and call.ended < confirmation.began
        for call in calls
    )


def blobs_of(calls: Sequence[Call]) -> Iterator[tuple[str, Call]]:
    """Return (key, rename) of every file that was put in its place."""
    for call in calls:
        key = KEY.search(call.text) if call.name.startswith("rename") else None
        if key:
            yield key[1], call


def is_in_order(calls: Sequence[Call], key: str, rename: Call) -> bool:
    """Tell whether a file was synced, renamed, its folder and the one above synced, and only then named by a row."""
    row = next((call for call in calls if call.is_write and key in call.text), None)
    syncs = [call for call in calls if call.is_sync and row is not None and call.ended < row.began]
    return (
        any(f"/media/.begun/{key}." in call.file and call.ended < rename.began for call in syncs)
        and any(call.file.endswith(f"/media/{key[:2]}") and call.began > rename.ended for call in syncs)
        and any(call.file.endswith("/media") for call in syncs)
    )


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _until_confirmed(telegram: StandIn, desk: DeskOnDisk) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(telegram.queue) or desk.waiting():
            await asyncio.sleep(0.05)  # another process is at work; it cannot be awaited


async def _delivered(port: int, number: int) -> AsyncIterator[int]:
    """Deliver updates one after the other and return the answers."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    address = f"http://127.0.0.1:{port}/telegram/webhook"
    async with aiohttp.ClientSession(headers=headers) as session:
        await _until_open(port)
        for count in range(number):
            async with session.post(address, json={"update_id": 1 + count, **named(count)}) as answer:
                yield answer.status


async def _until_open(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)  # as above
            else:
                writer.close()
                return


@pytest.mark.parametrize(
    ("record", "holds"),
    [
        ("write sync confirm", True),
        ("write confirm sync", False),
        ("sync write confirm", False),
        ("write begin confirm end", False),
        ("confirm write sync", False),
    ],
)
def test_a_record_in_the_wrong_order_is_found_out(tmp_path: Path, record: str, *, holds: bool) -> None:
    lines = {
        "write": '7 pwrite64(5</d/desk-wal>, "CANARY-0;", 9, 0) = 9',
        "sync": "7 fsync(5</d/desk-wal>) = 0",
        "begin": "7 fsync(5</d/desk-wal> <unfinished ...>",
        "end": "7 <... fsync resumed>) = 0",
        "confirm": '8 write(9<socket:[1]>, "POST /bot/getUpdates HTTP/1.1 offset=11", 40) = 40',
    }
    (tmp_path / "calls").write_text("\n".join(lines[name] for name in record.split()), encoding="utf-8")

    calls = calls_of(tmp_path / "calls")

    assert is_durable(calls, 0, confirms(calls, 10)) is holds
