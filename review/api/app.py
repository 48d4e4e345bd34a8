"""The API and the feeds put together, to be mounted beside the console; each checks its callers by itself."""

from fastapi import APIRouter, FastAPI

from review.api import drafts, feeds, media, problems
from review.newsroom import Newsroom
from review.pulse import own_version

API, FEEDS = "/api/v1", "/feeds"


def create_api(newsroom: Newsroom) -> FastAPI:
    """Return the application of /api/v1; its OpenAPI document stands at openapi.json below it."""
    app = FastAPI(title="tinbai", version=own_version(), docs_url=None, redoc_url=None)
    return _furnished(app, newsroom, drafts.router, media.router)


def create_feeds(newsroom: Newsroom) -> FastAPI:
    """Return the application of /feeds."""
    app = FastAPI(title="tinbai feeds", docs_url=None, redoc_url=None, openapi_url=None)
    return _furnished(app, newsroom, feeds.router)


def _furnished(app: FastAPI, newsroom: Newsroom, *routers: APIRouter) -> FastAPI:
    app.state.newsroom = newsroom
    for router in routers:
        app.include_router(router)
    problems.install(app)
    return app
