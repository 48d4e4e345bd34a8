"""How the API says no: problem documents (RFC 9457), never a stack trace and never what a person wrote."""

import secrets
from http import HTTPStatus
from logging import getLogger

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from review.errors import Invalid, NotFound, ReviewError

log = getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
CODES = {401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 422: "invalid"}


def install(app: FastAPI) -> None:
    """Have every refusal and every failure answered by a problem document."""
    app.add_exception_handler(ReviewError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _failed)


def status_of(error: ReviewError) -> int:
    """Return 404, 422, 403 or 409 for what the rules refuse."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Invalid):
        return 422
    return 403 if error.code == "not_allowed" else 409


def problem(status: int, code: str, detail: str = "", **more: object) -> JSONResponse:
    """Return a problem document; `code` names it for programs, `detail` is for the person who reads their log."""
    title = HTTPStatus(status).phrase
    values = {"type": f"/api/v1/problems/{code}", "title": title, "status": status, "code": code, "detail": detail}
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    kept = {name: value for name, value in {**values, **more}.items() if value != ""}
    return JSONResponse(kept, status, media_type=MEDIA_TYPE, headers=headers)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ReviewError)  # noqa: S101 - registered for this class alone
    return problem(status_of(error), error.code, str(error))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    code = CODES.get(error.status_code, "refused")
    own = "" if error.detail == HTTPStatus(error.status_code).phrase else str(error.detail)
    return problem(error.status_code, code, own)


async def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    where = sorted({".".join(str(part) for part in each["loc"][:4]) for each in error.errors()})
    return problem(422, "invalid", "some values cannot be read", fields=where[:10])


async def _failed(_request: Request, error: Exception) -> JSONResponse:
    number = secrets.token_hex(4)
    log.error("api failed: %s %s", number, type(error).__name__)
    return problem(500, "failed", "please tell the operators this number", number=number)
