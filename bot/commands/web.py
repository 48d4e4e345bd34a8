"""Serving pages: the console's application, with the webhook route where the bot is told to use one."""

import asyncio
import logging
import socket
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from bot.telegram import webhook
from bot.web import app as form
from review.api.app import API, FEEDS, create_api, create_feeds
from review.console.app import create_app
from review.newsroom import Newsroom


class QuietServer(uvicorn.Server):
    """uvicorn inside our loop: signals have one owner, and that is `tinbai run`."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def serve_console(newsroom: Newsroom) -> None:
    """Serve the console until cancelled; in webhook mode it takes Telegram's updates as well."""
    settings = newsroom.settings
    app: ASGIApp = pages(newsroom)
    async with asyncio.TaskGroup() as tasks:
        if settings.telegram_mode == "webhook":
            app = webhook.before(app, newsroom)
            tasks.create_task(webhook.announce(newsroom))  # beside: the pages wait for nobody
        print(f"{settings.base_url}  (Ctrl+C ends it)", flush=True)
        await serve(app, host=settings.console_host, port=settings.console_port)


def pages(newsroom: Newsroom, *, frame_ancestors: str = "'none'") -> Any:
    """Return the console with the doors under its roof: the editors' API, the feeds and the correspondents' form."""
    app = create_app(newsroom, frame_ancestors=frame_ancestors)
    app.mount(API, create_api(newsroom))
    app.mount(FEEDS, create_feeds(newsroom))
    form.mount(app, newsroom, frame_ancestors=frame_ancestors)
    return app


async def serve(app: Any, *, listening: socket.socket | None = None, host: str = "", port: int = 0) -> None:
    """Serve an ASGI application until cancelled, on a socket that listens already or on host and port."""
    config = uvicorn.Config(
        app, host=host, port=port, access_log=False, log_level="warning", server_header=False, lifespan="off"
    )
    try:
        await QuietServer(config).serve(sockets=[listening] if listening else None)
    finally:
        logging.getLogger("uvicorn.error").disabled = True  # pages that wait for news are cut off, which is no error
