"""A bare echo on python-telegram-bot as it comes: it stores nothing. API is the address to poll.

CONC is how many updates it handles side by side; 0 is the library's default set-up. With PORT it listens there for
calls with SECRET instead of polling, by the library's own webhook server.
"""

import os
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

PATH = "telegram/webhook"
TOKEN = "7000000001:a-token-for-the-stand-in-alone"


async def message(update: Update, _context: Any) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or update.message.caption or "")


async def press(update: Update, _context: Any) -> None:
    if update.callback_query is not None:
        await update.callback_query.answer(update.callback_query.data)


if __name__ == "__main__":
    api, side_by_side = os.environ["API"], int(os.environ.get("CONC", "0"))
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{api}/bot").base_file_url(f"{api}/file/bot")
    if side_by_side:
        builder = builder.concurrent_updates(side_by_side).connection_pool_size(side_by_side).pool_timeout(30)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT | filters.PHOTO, message))
    application.add_handler(CallbackQueryHandler(press))
    if port := os.environ.get("PORT"):
        url = f"http://127.0.0.1:{port}/{PATH}"
        secret = os.environ["SECRET"]
        application.run_webhook("127.0.0.1", int(port), url_path=PATH, webhook_url=url, secret_token=secret)
    else:
        application.run_polling()
