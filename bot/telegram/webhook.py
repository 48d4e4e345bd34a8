"""Receiving by webhook: the secret compared in constant time, INSERT, COMMIT, and only then 200 with an empty body."""

import hmac
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.telegram.arrivals import arrival, unreadable
from bot.telegram.office import bot_for
from bot.telegram.patience import PAUSE, until_taken
from bot.telegram.receive import ALLOWED, keep
from bot.telegram.request import Unreadable, loaded
from review.db import StoreUnavailable
from review.inbox import Arrival
from review.newsroom import Newsroom
from review.settings import SettingsError

PATH = "/telegram/webhook"
LARGEST_UPDATE = 1024 * 1024
TRY_AGAIN = {"Retry-After": "5"}


def before(app: ASGIApp, newsroom: Newsroom) -> ASGIApp:
    """Return an application that takes the webhook's calls itself and leaves all else to `app`.

    They pass none of the pages' gates: their secret is their gate, a wrong one gets 401 and nothing is kept.
    Raises SettingsError without a secret.
    """
    if not newsroom.settings.telegram_webhook_secret:
        raise SettingsError("TELEGRAM_WEBHOOK_SECRET", "webhook mode needs a secret.")

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await app(scope, receive, send)
            return
        answer = await _receive(newsroom, Request(scope, receive))
        await answer(scope, receive, send)

    return either


async def _receive(newsroom: Newsroom, request: Request) -> Response:
    if request.method != "POST":
        return Response(status_code=405, headers={"Allow": "POST"})
    secret = newsroom.settings.telegram_webhook_secret
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        return Response(status_code=401)
    arrived = _arrived(newsroom.settings.bot_id, await request.body())
    if arrived is None:
        return Response(status_code=400)
    try:
        await keep(newsroom, [arrived])
    except StoreUnavailable:
        return Response(status_code=503, headers=TRY_AGAIN)
    return Response(status_code=200)


async def announce(newsroom: Newsroom, *, pause: float = PAUSE) -> None:
    """Tell Telegram where to deliver, as soon as it listens."""
    settings = newsroom.settings
    bot = bot_for(settings)
    await bot.request.initialize()
    url, secret = settings.base_url + PATH, settings.telegram_webhook_secret
    call = partial(bot.set_webhook, url, secret_token=secret, allowed_updates=ALLOWED)
    try:
        await until_taken(call, "the webhook", pause=pause)
    finally:
        await bot.request.shutdown()


def _arrived(bot_id: int, body: bytes) -> Arrival | None:
    """Return the update of a body, as bytes where it cannot be read; None for what is no update."""
    if len(body) > LARGEST_UPDATE:
        return None
    try:
        update = loaded(body)
        return arrival(bot_id, update) if isinstance(update, dict) else None
    except (ValueError, RecursionError, Unreadable):
        return unreadable(bot_id, body)
