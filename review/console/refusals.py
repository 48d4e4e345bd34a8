"""How pages say no: one sentence in the reader's language by the error's code, never a stack trace."""

from datetime import datetime

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from review.console import pages
from review.errors import Invalid, NotFound, Refused, ReviewError, TipAlreadyDecided, TransitionNotAllowed
from review.newsroom import Newsroom
from review.words import clock_time
from review.workflow import DraftStatus

UNPROCESSABLE = 422
PAGES = {400: "page.invalid", 401: "login.needed", 403: "page.forbidden", 404: "page.not_found", 405: "page.not_found"}


def install(app: FastAPI) -> None:
    """Have every refusal of a route shown as a page."""
    app.add_exception_handler(ReviewError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)


def status_of(error: ReviewError) -> int:
    """Return the status an error is answered with: 404, 403, 409 or 422."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Invalid):
        return UNPROCESSABLE
    return 403 if error.code == "not_allowed" else 409


def sentence(error: ReviewError, newsroom: Newsroom, locale: str) -> str:
    """Say a refusal as the bot says it; a lost race names the winner."""
    words, values = newsroom.words, error.values
    zone = newsroom.rules.zone
    if isinstance(error, TipAlreadyDecided):
        at = clock_time(datetime.fromisoformat(values["at"]), zone)
        done = words.label(f"past.{values['verb']}", locale)
        return words.message("tip_already_decided", locale, ten=values["who"], viec=done, gio=at)
    if isinstance(error, TransitionNotAllowed) and values.get("who"):
        until = clock_time(datetime.fromisoformat(values["until"]), zone)
        return words.message("claimed_by", locale, ten=values["who"], gio=until)
    if isinstance(error, TransitionNotAllowed):
        status = str(values.get("status", "received"))
        kind = "draft_status" if status in set(DraftStatus) else "status"
        return words.message("transition_not_allowed", locale, trang_thai=words.label(f"{kind}.{status}", locale))
    if error.code == "not_allowed" and values.get("first"):
        return words.message("decided_before", locale)
    if error.code == "not_allowed":
        return words.message("not_allowed", locale, own=values.get("own", ""))
    if error.code == "template_broken":
        return words.message("template_broken", locale, error=values.get("error", ""))
    if error.code == "checks_open":
        named = [words.label(f"check_name.{code}", locale) for code in values.get("checks", "").split()]
        return words.message("checks_open", locale, viec=", ".join(named))
    if error.code in {"not_found", "refused", "invalid"}:
        return words.label("page.not_found_hint", locale)
    return words.message(error.code, locale)


def page(request: Request, status: int, title: str, *, text: str = "", back: str = "") -> Response:
    """Return a page that says what went wrong; `title` is the code of a label, `text` a finished sentence."""
    shown = pages.of(request)
    hint = text or (shown.label(f"{title}_hint") if shown.has_label(f"{title}_hint") else "")
    return shown.html("refusal.html", status, title=shown.label(title), text=hint, back=back)


def failed(request: Request, number: str, status: int) -> Response:
    """Return the page of an unexpected failure: a number to quote, nothing else."""
    shown = pages.of(request)
    return page(request, status, "page.failed", text=shown.label("page.failed_hint", ma_loi=number))


def sign_in_first(request: Request) -> Response:
    """Return the page that explains how to sign in."""
    return pages.of(request).html("login.html", 401, said="login.needed", token="")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ReviewError)  # noqa: S101 - registered for this class alone
    shown = pages.of(request)
    title = {404: "page.not_found", 403: "page.forbidden", 409: "page.conflict"}.get(status_of(error), "page.invalid")
    text = sentence(error, shown.newsroom, shown.locale)
    tip = request.path_params.get("reference", "")
    back = request.url.path.rpartition("/")[0] if tip and request.method == "POST" else ""
    return page(request, status_of(error), title, text=text, back=back if isinstance(error, Refused | Invalid) else "")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    if error.status_code == 401:  # noqa: PLR2004 - the status of nobody
        return sign_in_first(request)
    own = error.detail if error.detail.startswith("page.") else ""
    return page(request, error.status_code, own or PAGES.get(error.status_code, "page.invalid"))


async def _unreadable(request: Request, _error: Exception) -> Response:
    return page(request, UNPROCESSABLE, "page.invalid")
