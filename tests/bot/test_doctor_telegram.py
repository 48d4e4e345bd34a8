"""The doctor on what the Bot API says: token, webhook, privacy, group, clock, a second program with the same token."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from telegram.error import Conflict

from bot.commands.doctor import spoken
from bot.doctor import telegram
from bot.doctor.findings import Level
from bot.telegram import checkup
from bot.telegram.office import bot_for
from review import network
from review.desk.house_keys import GROUP_SETTING
from review.figures import Figures
from review.settings import Settings
from tests.bot.clinic import GROUP, Desk, healthy_desk


@pytest.fixture
async def desk(migrated: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    async with healthy_desk(migrated, tmp_path) as healthy:
        yield healthy


async def test_a_missing_token(desk: Desk) -> None:
    assert set(await desk.wrong(telegram_token="")) == {"token"}


async def test_a_token_that_telegram_refuses(desk: Desk) -> None:
    wrong = await desk.wrong(telegram_token="7000000001:another-token-altogether")

    assert "does not know this token" in wrong["token"].what
    assert set(wrong) == {"token"}


async def test_a_bot_api_that_does_not_answer(desk: Desk) -> None:
    assert set(await desk.wrong(telegram_api_base="http://127.0.0.1:9")) == {"api"}


async def test_a_webhook_elsewhere_while_polling(desk: Desk) -> None:
    await _set_webhook(desk, "https://other.example/hooks/s3cret")

    found = (await desk.wrong())["webhook"]

    assert "other.example" in found.what
    assert "s3cret" not in spoken(found)


async def test_no_webhook_in_webhook_mode(desk: Desk) -> None:
    assert "not set" in (await desk.wrong(telegram_mode="webhook"))["webhook"].what


async def test_a_webhook_of_another_address(desk: Desk) -> None:
    await _set_webhook(desk, "https://old-desk.example/telegram/webhook")

    assert "old-desk.example, not to desk.example" in (await desk.wrong(telegram_mode="webhook"))["webhook"].what


async def test_a_webhook_where_telegram_cannot_deliver(desk: Desk) -> None:
    await _set_webhook(desk, "https://desk.example/telegram/webhook")

    assert "cannot deliver" in (await desk.wrong(telegram_mode="webhook"))["webhook"].what


async def test_webhook_mode_without_https_or_secret(desk: Desk) -> None:
    plain = await desk.wrong(telegram_mode="webhook", base_url="http://desk.example")
    open_door = await desk.wrong(telegram_mode="webhook", telegram_webhook_secret="")

    assert {"webhook_address", "base_url"} <= set(plain)
    assert "webhook_secret" in open_door


async def test_a_bot_that_reads_everything_said_in_the_group(desk: Desk) -> None:
    desk.telegram.world.reads_all = True

    assert (await desk.wrong())["privacy"].level is Level.NOTE


async def test_a_group_that_was_never_chosen(desk: Desk) -> None:
    desk.act(lambda session: network.set_setting(session, GROUP_SETTING, ""))

    assert set(await desk.wrong()) == {"group_set"}


async def test_a_group_that_does_not_exist(desk: Desk) -> None:
    assert "no such" in (await desk.wrong(moderation_chat_id=-100_999))["group"].what


async def test_a_group_the_bot_was_thrown_out_of(desk: Desk) -> None:
    desk.telegram.world.chats[GROUP].gone = "kicked"

    assert "not in the moderators' group" in (await desk.wrong())["group"].what


async def test_a_group_where_the_bot_is_no_admin(desk: Desk) -> None:
    desk.telegram.world.chats[GROUP].admins.clear()

    found = (await desk.wrong())["group"]

    assert (found.level, "not as an admin" in found.what) == (Level.NOTE, True)


async def test_a_group_that_was_upgraded(desk: Desk) -> None:
    desk.telegram.world.group(GROUP - 777, "Bàn duyệt tin", [], [])
    desk.telegram.world.chats[GROUP].migrated_to = GROUP - 777

    assert str(GROUP - 777) in (await desk.wrong())["group"].how


async def test_a_clock_that_is_wrong(desk: Desk) -> None:
    async with _server_at(datetime.now(UTC) + timedelta(hours=1)) as address:
        skew = await checkup.skew(replace(desk.settings, telegram_api_base=address))

    found = telegram.clock(skew)
    assert found.level is Level.MEND
    assert "seconds behind" in found.what


async def test_a_clock_that_is_right(desk: Desk) -> None:
    async with _server_at(datetime.now(UTC)) as address:
        skew = await checkup.skew(replace(desk.settings, telegram_api_base=address))

    assert skew is not None
    assert telegram.clock(skew).level is Level.WELL


async def test_another_program_that_polls_is_seen_by_waiting_for_it(desk: Desk) -> None:
    other = asyncio.create_task(_polls_for_ever(desk.settings))

    assert await checkup.is_polled_elsewhere(desk.settings, 10)

    other.cancel()


async def test_nobody_else_polls(desk: Desk) -> None:
    assert not await checkup.is_polled_elsewhere(desk.settings, 0.5)


async def test_conflicts_of_the_running_desk_name_a_second_instance(desk: Desk) -> None:
    figures = Figures()
    for _ in range(3):
        figures.failed("poll", "Conflict")
    desk.beats(figures)

    assert set(await desk.wrong()) == {"second_instance"}


async def _set_webhook(desk: Desk, url: str) -> None:
    bot = bot_for(desk.settings)
    await bot.request.initialize()
    await bot.set_webhook(url)
    await bot.request.shutdown()


async def _polls_for_ever(settings: Settings) -> None:
    bot = bot_for(settings)
    await bot.request.initialize()
    try:
        while True:
            try:
                await bot.get_updates(timeout=5)
            except Conflict:
                await asyncio.sleep(0)
    finally:
        await bot.request.shutdown()


@asynccontextmanager
async def _server_at(at: datetime) -> AsyncIterator[str]:
    """A server on loopback whose answers carry a date of ours."""
    lines = (
        "HTTP/1.1 302 Found",
        f"Date: {format_datetime(at, usegmt=True)}",
        "Content-Length: 0",
        "Connection: close",
    )
    head = "\r\n".join((*lines, "", ""))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
