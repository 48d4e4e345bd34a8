"""The stage in the console's application: one origin, so that the page may frame the console."""

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from bot.rehearsal.server import StandIn
from bot.rehearsal.stage import page, telephones
from bot.rehearsal.stage.room import StageRoom
from bot.rehearsal.stage.steps import Steps
from review.newsroom import Newsroom

PREFIX = "/stage"
STATIC = Path(__file__).parent / "static"


def mount(app: FastAPI, newsroom: Newsroom, stand_in: StandIn) -> None:
    """Add the stage to an application. It signs its visitor in as the admin of the desk: rehearsals only."""
    app.state.stage = StageRoom(newsroom, stand_in, Steps(newsroom))
    app.include_router(page.router, prefix=PREFIX)
    app.include_router(telephones.router, prefix=PREFIX)
    app.mount(f"{PREFIX}/static", StaticFiles(directory=STATIC), name="stage-static")
