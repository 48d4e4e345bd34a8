"""Receiving as the server does it, row by row of docs/standin.md: the queue, its numbers, its pollers."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.bot.scene import LAN, Scene, a_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as opened:
        yield opened


async def a_waiting_poll(scene: Scene, **fields: Any) -> "asyncio.Task[dict[str, Any]]":
    poll = asyncio.create_task(scene.call("getUpdates", timeout=50, **fields))
    while scene.telegram.queue._poll is None:  # noqa: ASYNC110 - turns of the loop until the poll has arrived
        await asyncio.sleep(0)
    return poll


async def test_r2_an_inline_query_waits_half_a_minute(scene: Scene) -> None:
    scene.telegram.queue.put({"inline_query": {"id": "1"}})
    scene.telegram.queue.put({"chosen_inline_result": {"id": "1"}})

    scene.telegram.clock.advance(31)
    assert [entry.details["update_ids"] for entry in expired(scene)] == [[500000001]]
    scene.telegram.clock.advance(600)
    assert len(expired(scene)) == 2


def expired(scene: Scene) -> list[Any]:
    len(scene.telegram.queue)  # looked at, it notices
    return scene.telegram.ledger.since(what="expired")


async def test_r5_after_a_restart_of_the_ids_the_old_offset_is_ignored(scene: Scene) -> None:
    (old,) = scene.offers(1)
    assert await scene.updates() == [old]
    assert await scene.updates(offset=old + 1, timeout=0) == []

    assert (await scene.stage("restart_ids", at=2_000_001)) == {"next": 2_000_001}
    (new,) = scene.offers(1)

    assert new == 2_000_001
    assert await scene.updates(offset=old + 1) == [new]


async def test_what_is_offered_again_is_confirmed_in_whatever_order_its_ids_are(scene: Scene) -> None:
    (old,) = scene.offers(1)
    assert await scene.updates() == [old]
    assert await scene.updates(offset=old + 1, timeout=0) == []
    await scene.stage("restart_ids", at=2_000_001)
    (new,) = scene.offers(1)
    assert await scene.updates(offset=old + 1) == [new]
    assert await scene.updates(offset=new + 1, timeout=0) == []

    scene.telegram.queue.redeliver([old, new])

    assert await scene.updates() == [old, new]
    assert await scene.updates(offset=new + 1) == [old]
    assert await scene.updates(offset=old + 1, timeout=0) == []


async def test_r6_an_update_over_512_kib_never_enters_and_a_batch_ends_at_4_mib(scene: Scene) -> None:
    scene.telegram.queue.put({"message": {"text": "a" * 530_000}})
    for _ in range(12):
        scene.telegram.queue.put({"message": {"text": "a" * 500_000}})

    batch = await scene.updates()

    assert len(scene.telegram.ledger.since(what="dropped")) == 1
    assert len(batch) == 9


async def test_r7_who_asks_the_same_at_once_gets_one_update_and_a_stretched_poll(scene: Scene) -> None:
    assert await scene.updates(timeout=0) == []

    poll = await a_waiting_poll_of_no_time(scene)
    scene.offers(3)

    assert len((await poll)["result"]) == 1


async def a_waiting_poll_of_no_time(scene: Scene) -> "asyncio.Task[dict[str, Any]]":
    poll = asyncio.create_task(scene.call("getUpdates", timeout=0))
    while scene.telegram.queue._poll is None:  # noqa: ASYNC110 - it waits although it asked for no wait
        await asyncio.sleep(0)
    return poll


async def test_r8_a_long_poll_ends_after_50_seconds_on_the_stage_clock(scene: Scene) -> None:
    poll = asyncio.create_task(scene.call("getUpdates", timeout=1000))
    while scene.telegram.queue._poll is None:  # noqa: ASYNC110 - turns of the loop until the poll has arrived
        await asyncio.sleep(0)

    scene.telegram.clock.advance(49)
    assert not poll.done()
    scene.telegram.clock.advance(1)

    assert (await poll)["result"] == []


async def test_r9_the_second_poller_is_woken_by_an_update(scene: Scene) -> None:
    first = await a_waiting_poll(scene)
    second = asyncio.create_task(scene.call("getUpdates", timeout=50))

    assert (await first)["error_code"] == 409
    scene.offers(1)

    assert len((await asyncio.wait_for(second, 60))["result"]) == 1


async def test_r11_setting_a_webhook_ends_the_waiting_poll(scene: Scene) -> None:
    poll = await a_waiting_poll(scene)

    await scene.done("setWebhook", url="https://desk.example.org/hook")

    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    info = await scene.done("getWebhookInfo")
    assert info["url"] == "https://desk.example.org/hook"
    assert "loopback" in info["last_error_message"]


async def test_r12_the_asked_for_kinds_are_remembered_and_what_waits_is_not_filtered(scene: Scene) -> None:
    scene.telegram.stage.blocks(LAN)
    await scene.done("getUpdates", allowed_updates=["message"])
    scene.telegram.stage.unblocks(LAN)
    scene.telegram.stage.says(LAN, LAN, "xin chào")

    kinds = [set(update) - {"update_id"} for update in await scene.done("getUpdates", offset=-9)]

    assert kinds == [{"my_chat_member"}, {"message"}]


async def test_an_update_delivered_again_comes_although_it_was_confirmed(scene: Scene) -> None:
    ids = scene.offers(2)
    assert await scene.updates() == ids
    assert await scene.updates(offset=ids[-1] + 1, timeout=0) == []

    await scene.stage("redeliver", update_ids=ids[:1])

    assert await scene.updates(offset=ids[-1] + 1) == ids[:1]
    assert await scene.updates(offset=ids[-1] + 2, timeout=0) == []


async def test_an_update_without_a_usable_number_is_gone_once_delivered(scene: Scene) -> None:
    await scene.stage("updates", updates=[{"update_id": "x", "message": {}}, {"message": {}}])

    first, second = await scene.updates()
    assert first == "x"
    assert await scene.updates(offset=second + 1, timeout=0) == []
