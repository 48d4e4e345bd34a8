"""A bare echo on python-telegram-bot as it comes: the peer that stores nothing. API is the address to poll."""

import os
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters


async def echo(update: Update, _context: Any) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


if __name__ == "__main__":
    api = os.environ["API"]
    builder = ApplicationBuilder().token("7000000001:a-token-for-the-stand-in-alone")
    application = builder.base_url(f"{api}/bot").base_file_url(f"{api}/file/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()
