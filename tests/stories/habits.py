"""The habits of another Bot API: how its answers are written, where the documentation leaves that open."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Json = dict[str, Any]
KEPT_ALIVE = 0.02  # seconds; a connection left idle for longer is closed, perhaps just as the bot writes on it


@dataclass(frozen=True)
class Habits:
    """What this server does its own way."""

    is_pretty: bool = False  # JSON over many lines, keys in another order
    adds_fields: bool = False  # of a version not yet known
    leaves_out: bool = False  # every field that is optional
    is_chunked: bool = False
    is_packed: bool = False  # gzip
    hangs_up: bool = False  # after each answer
    is_impatient: bool = False  # closes idle connections at once
    refuses_with_200: bool = False
    shouts: bool = False  # capitals in its refusals
    answers_true: bool = False  # to edits, instead of the message
    polls_at_once: bool = False  # never waits in getUpdates
    first_update: int = 1
    step: int = 1  # between the numbers of updates
    first_message: int = 1
    counts_down: bool = False  # messages of people have falling numbers
    misses_once: bool = False  # each message to edit is not found, once


async def answered(request: web.Request, habits: Habits, result: Any) -> web.StreamResponse:
    """Write the answer to a call: its result, or a refusal."""
    status, body = 200, {"ok": True, "result": result}
    if isinstance(result, web.HTTPBadRequest):
        text = str(result.text).upper() if habits.shouts else result.text
        body = {"ok": False, "error_code": 400, "description": text}
        status = 200 if habits.refuses_with_200 else 400
    if habits.adds_fields:
        body = _with_more(body)
    said = json.dumps(body, indent=4 if habits.is_pretty else None, sort_keys=habits.is_pretty)
    return await written(request, habits, said.encode(), "application/json", status)


async def written(
    request: web.Request, habits: Habits, body: bytes, content_type: str, status: int = 200
) -> web.StreamResponse:
    """Write bytes as this server does."""
    answer = web.Response(body=body, status=status, content_type=content_type)
    if habits.is_chunked:
        answer.enable_chunked_encoding()
    if habits.is_packed:
        answer.enable_compression(web.ContentCoding.gzip)
    if habits.hangs_up:
        answer.force_close()
    await answer.prepare(request)
    return answer


def _with_more(value: Any) -> Any:
    """Add what a later version of the Bot API might add, in every object."""
    if isinstance(value, list):
        return [_with_more(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {"a_new_field": {"is": ["not", 1, None]}} | {name: _with_more(each) for name, each in value.items()}
