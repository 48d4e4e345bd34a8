"""The console's application: the routers, behind the gate, behind the fence."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from review.console import (
    adjust,
    bulk,
    calendar,
    checklist,
    desk_report,
    downloads,
    draft,
    drafts,
    events,
    handing,
    health,
    login,
    media,
    metrics,
    network,
    noting,
    originals,
    queue,
    refusals,
    reports,
    rights,
    rules,
    status,
    tip,
    views,
)
from review.console.fence import Fence
from review.console.gate import Gate, checked_form
from review.newsroom import Newsroom

ROUTERS = (
    login.router,
    health.router,
    metrics.router,
    queue.router,
    bulk.router,
    views.router,
    tip.router,
    handing.router,
    adjust.router,
    originals.router,
    noting.router,
    checklist.router,
    drafts.router,
    draft.router,
    downloads.router,
    network.router,
    rights.router,
    calendar.router,
    desk_report.router,
    rules.router,
    reports.router,
    status.router,
    media.router,
    events.router,
)
STATIC = Path(__file__).parent / "static"
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(newsroom: Newsroom, *, frame_ancestors: str = "'none'", lifespan: Lifespan | None = None) -> FastAPI:
    """Put the pages together; only the rehearsal lets a page of its own frame them."""
    app = FastAPI(title="tinbai", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.newsroom = newsroom
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(checked_form)])
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    refusals.install(app)
    app.add_middleware(Gate)
    app.add_middleware(Fence, settings=newsroom.settings, frame_ancestors=frame_ancestors)
    return app
