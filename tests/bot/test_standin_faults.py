"""Faults beyond a call's own, and what the ledger says of them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.rehearsal.budgets import FREE
from bot.rehearsal.faults import HUGE
from bot.rehearsal.sentences import USUAL
from bot.rehearsal.server import StandIn
from tests.bot.scene import LAN, TOKEN, Scene, a_scene, send


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


@pytest.mark.parametrize("code", sorted(USUAL))
async def test_every_code_comes_with_what_the_server_says(scene: Scene, code: int) -> None:
    await scene.stage("faults", kind="error", code=code, method="sendMessage")

    answer = await scene.client.post(f"{scene.address}/bot{TOKEN}/sendMessage", json={"chat_id": LAN, "text": "một"})

    assert (answer.status_code, answer.json()["description"]) == (code, USUAL[code])
    assert not scene.telegram.world.chats[LAN].messages


async def test_a_stand_in_that_refuses_connections_comes_back_at_its_address(scene: Scene) -> None:
    await scene.stage("faults", kind="refused", seconds=0.3)

    met = {"ok"}
    async with asyncio.timeout(60):
        while (last := await outcome(scene)) != "ok" or "ConnectError" not in met:
            met.add(last)

    assert met <= {"ok", "ConnectError", "ReadError", "RemoteProtocolError"}


async def outcome(scene: Scene) -> str:
    try:
        return "ok" if (await scene.call("getMe"))["ok"] else "not ok"
    except httpx.TransportError as error:
        return type(error).__name__


async def test_a_body_of_300_mb_is_poured_as_it_is_read(scene: Scene) -> None:
    await scene.stage("faults", kind="huge", method="getMe")

    async with scene.client.stream("POST", f"{scene.address}/bot{TOKEN}/getMe") as answer:
        head = answer.headers["Content-Length"]
        first = await anext(answer.aiter_raw())

    assert int(head) > HUGE
    assert first.startswith(b'{"ok":true')
    assert (await scene.call("getMe"))["ok"] is True


async def test_downloads_fail_on_command_too(scene: Scene) -> None:
    sent = scene.telegram.stage.sends_file(LAN, LAN, "document", b"xin chao", name="a.pdf")
    path = (await scene.done("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    url = f"{scene.address}/file/bot{TOKEN}/{path}"
    await scene.stage("faults", kind="gateway", code=504, method="/file")

    assert (await scene.client.get(url)).status_code == 504
    assert (await scene.client.get(url)).content == b"xin chao"


async def test_the_ledger_tells_accepted_refused_and_ambiguous_apart(scene: Scene) -> None:
    await send(scene)
    await scene.refused("sendMessage", chat_id=5, text="hai")
    await scene.stage("faults", kind="truncated", method="sendMessage")
    await scene.client.post(f"{scene.address}/bot{TOKEN}/sendMessage", json={"chat_id": LAN, "text": "ba"})
    await scene.stage("faults", kind="html", method="getUpdates")
    await scene.client.post(f"{scene.address}/bot{TOKEN}/getUpdates")

    figures = await scene.stage("figures")

    assert figures == {
        "accepted": {"sendmessage": 1},
        "refused": {"sendmessage": 1},
        "ambiguous": {"sendmessage": 1, "getupdates": 1},
        "waiting": 0,
    }
    assert scene.telegram.ledger.count("ambiguous", "sendmessage") == 1
    assert len(scene.telegram.ledger.calls("sendmessage")) == 2


@pytest.mark.parametrize("given", [{"kind": "flood of frogs"}, {"surprise": 1}])
def test_a_fault_there_is_not_cannot_be_set(given: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        StandIn(FREE, faults=[given])


async def test_faults_and_a_slow_line_can_be_there_from_the_beginning() -> None:
    telegram = StandIn(FREE, token=TOKEN, faults=[{"kind": "not_ok", "method": "getMe"}], latency=0.01)
    address = await telegram.start()

    async with httpx.AsyncClient(timeout=60) as client:
        first, second = [(await client.get(f"{address}/bot{TOKEN}/getMe")).json() for _ in range(2)]
    await telegram.stop()

    assert (first["ok"], second["ok"]) == (False, True)
