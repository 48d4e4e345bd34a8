"""The web door's application, mounted at /gui beside the console; every refusal is a sentence."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from bot.web import entry, form, pages, tips, uploads
from bot.web.guard import MOST_WRONG, Guard, Pace
from review.errors import NotFound, ReviewError
from review.newsroom import Newsroom

PREFIX = "/gui"
STATIC = Path(__file__).parent / "static"
ROUTERS = (form.router, tips.router, uploads.router, entry.router)  # the link's own route takes what is left
TITLES = {401: "sign_in", 403: "expired_form", 404: "not_found", 405: "not_found"}


def mount(app: FastAPI, newsroom: Newsroom, *, frame_ancestors: str = "'none'") -> None:
    """Add the web door to the console's application; its own gate looks after it."""
    app.mount(PREFIX, create_app(newsroom, frame_ancestors=frame_ancestors), name="gui")


def create_app(newsroom: Newsroom, *, frame_ancestors: str = "'none'") -> FastAPI:
    app = FastAPI(title="tinbai form", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.newsroom = newsroom
    app.state.wrong = Pace(MOST_WRONG)
    app.mount("/static", StaticFiles(directory=STATIC), name="form-static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(ReviewError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_middleware(Guard, newsroom=newsroom, frame_ancestors=frame_ancestors)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    is_missing = isinstance(error, NotFound)
    return pages.refusal(request, 404 if is_missing else 409, "not_found" if is_missing else "not_taken")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    return pages.refusal(request, error.status_code, TITLES.get(error.status_code, "not_taken"))


async def _unreadable(request: Request, _error: Exception) -> Response:
    return pages.refusal(request, 422, "not_taken")
