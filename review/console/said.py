"""What an act says on the next page: the code of a label with its values, kept in a cookie until it is shown once."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

if TYPE_CHECKING:  # pages show what was said
    from review.console.pages import Page

COOKIE = "__Host-said"
SECONDS = 60
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finished sentence; `undo` is the tip whose decision can still be taken back, `seconds` how long."""

    text: str
    undo: str = ""
    seconds: int = 0


def then(
    path: str,
    code: str,
    values: Mapping[str, str | int] | None = None,
    *,
    undo: str = "",
    until: datetime | None = None,
) -> Response:
    """Lead to a page of ours that says a label once."""
    answer = RedirectResponse(path, 303)
    told = {"code": code, "values": dict(values or {}), "undo": undo, "until": until.isoformat() if until else ""}
    cookie = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    answer.set_cookie(COOKIE, cookie, max_age=SECONDS, secure=True, httponly=True, samesite="lax")
    return answer


def read(request: Request) -> dict[str, Any] | None:
    """Return what the last act said, None where nothing readable is there."""
    cookie = request.cookies.get(COOKIE, "")
    if not cookie or len(cookie) > LONGEST:
        return None
    try:
        told = json.loads(base64.urlsafe_b64decode(cookie.encode()))
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def spoken(told: Mapping[str, Any], page: "Page") -> Spoken | None:
    """Say it in the reader's language; None for what is none of our labels, since cookies can be made up."""
    try:
        values = {str(name): str(value) for name, value in told["values"].items()}
        text = page.label(str(told["code"]), **values)
        until = datetime.fromisoformat(told["until"]) if told["until"] else page.now
        left = int((until - page.now).total_seconds())
    except (LookupError, AttributeError, ValueError, TypeError):
        return None
    return Spoken(text, str(told["undo"]) if left > 0 else "", left)


def forget(answer: Response) -> None:
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
