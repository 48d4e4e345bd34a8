"""An answer of the Bot API put straight before the library reads it: what is refused must look refused.

The library goes by the HTTP status alone, takes `ok: false` under 200 for a result of nothing, and knows how long to
wait only from `parameters`. Another faithful server, or a proxy before it, may say the same in other places.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson

SAYS_NO = re.compile(rb'"ok"\s*:\s*false')
SECONDS = re.compile(r"retry after (\d{1,7})", re.IGNORECASE)
SURELY_ENOUGH = 5  # seconds, where a 429 does not say
TOO_LARGE = b'{"ok":false,"error_code":413,"description":"Request Entity Too Large"}'


def straight(status: int, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Return status and body as the library expects them; what cannot be read is left as it is."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return status, _with_wait(_read(body) or {}, body, headers)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and _read(body) is None:
        return _of_somebody_else(status, body)
    if status == HTTPStatus.OK and SAYS_NO.search(body):
        said = _read(body)
        if said is not None and said.get("ok") is False:
            return straight(_code(said), body, headers)
    return status, body


def _of_somebody_else(status: int, body: bytes) -> tuple[int, bytes]:
    """Return a page that is not the Bot API's: too large stays so, all else is trouble on the way.

    A proxy's 403 must not pass for a person who blocked the bot, nor its 404 for a refused token.
    """
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return status, TOO_LARGE
    return HTTPStatus.BAD_GATEWAY, body


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        said = orjson.loads(body)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _code(said: Mapping[str, Any]) -> int:
    """Return the code of a refusal; one that names none, or one of success, is a bad request."""
    code = said.get("error_code")
    return code if isinstance(code, int) and code >= HTTPStatus.BAD_REQUEST else HTTPStatus.BAD_REQUEST


def _with_wait(said: dict[str, Any], body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return a 429 that says how long to wait: by its parameters, its header or its sentence."""
    given = said.get("parameters")
    parameters: dict[str, Any] = given if isinstance(given, dict) else {}
    wait = parameters.get("retry_after")
    if isinstance(wait, int) and wait > 0:
        return body
    sentence = SECONDS.search(str(said.get("description", "")))
    candidates = (str(wait), headers.get("Retry-After", ""), sentence.group(1) if sentence else "")
    seconds = next((int(each) for each in candidates if each.isascii() and each.isdecimal() and int(each)), None)
    return orjson.dumps({**said, "parameters": {**parameters, "retry_after": seconds or SURELY_ENOUGH}})
