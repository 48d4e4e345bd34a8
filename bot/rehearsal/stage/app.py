"""The stage beside the console: one origin, two applications."""

from typing import Any

from fastapi import FastAPI

from bot.rehearsal.server import StandIn
from review.newsroom import Newsroom

PREFIX = "/stage"


def create_stage(newsroom: Newsroom, stand_in: StandIn) -> FastAPI:
    """Return the application of the stage page."""
    app = FastAPI(title="tinbai stage", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.newsroom, app.state.stand_in = newsroom, stand_in
    return app


def beside(stage: Any, console: Any) -> Any:
    """Return one ASGI application: what is under /stage is the stage's, the rest (start and stop too) the console's."""

    async def both(scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        is_stage = path == PREFIX or path.startswith(f"{PREFIX}/")
        await (stage if is_stage else console)(scope, receive, send)

    return both
