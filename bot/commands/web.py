"""Serving pages: the console's application, with the webhook route where the bot is told to use one."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import uvicorn

from bot.telegram import webhook
from review.console.app import create_app
from review.newsroom import Newsroom


class QuietServer(uvicorn.Server):
    """uvicorn inside our loop: signals have one owner, and that is `tinbai run`."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def serve_console(newsroom: Newsroom) -> None:
    """Serve the console until cancelled; in webhook mode it takes Telegram's updates as well."""
    app = create_app(newsroom)
    if newsroom.settings.telegram_mode == "webhook":
        webhook.mount(app, newsroom)
        await webhook.announce(newsroom)
    await serve(app, newsroom.settings.console_host, newsroom.settings.console_port)


async def serve(app: Any, host: str, port: int) -> None:
    """Serve an ASGI application until cancelled."""
    config = uvicorn.Config(app, host=host, port=port, access_log=False, log_level="warning", server_header=False)
    await QuietServer(config).serve()
