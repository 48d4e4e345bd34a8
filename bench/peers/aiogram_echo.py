"""A bare echo on aiogram 3 as it comes: it stores nothing. API is the address to poll."""

import asyncio
import os
from typing import Any

from aiogram import Bot, Dispatcher, F  # type: ignore[import-not-found]  # in an environment of its own, .bench/
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]  # the same
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]  # the same

TOKEN = "7000000001:a-token-for-the-stand-in-alone"


async def message(incoming: Any) -> None:
    await incoming.reply(incoming.text or incoming.caption or "")


async def press(query: Any) -> None:
    await query.answer(query.data)


async def main() -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(message, F.text | F.photo)
    dispatcher.callback_query.register(press)
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["API"]))
    await dispatcher.start_polling(Bot(TOKEN, session=session))


if __name__ == "__main__":
    asyncio.run(main())
