"""What a request's body says, however it was sent: form, multipart or JSON. What cannot be read is Malformed."""

import json
import re
from email.message import Message as MimeMessage
from typing import Any
from urllib.parse import parse_qsl

import orjson

from bot.rehearsal.upload import Upload

Read = tuple[dict[str, Any], dict[str, Upload]]


class Malformed(Exception):
    """A request that is no HTTP, or whose body is not what it says; the status is the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


def dumped(data: Any) -> bytes:
    """Write JSON; what orjson refuses (lone surrogates, huge integers) goes out escaped, as Telegram sends it."""
    try:
        return orjson.dumps(data)
    except TypeError:
        return json.dumps(data).encode("ascii")


def loaded(text: str | bytes) -> Any:
    """Read JSON, also what orjson refuses; raises ValueError."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


def read(content_type: str, body: bytes) -> Read:
    """Return the fields and uploads of a body."""
    if not body:
        return {}, {}
    try:
        if content_type.startswith("application/json"):
            data = loaded(body)
            return (data if isinstance(data, dict) else {"updates": data}), {}
        if content_type.startswith("multipart/form-data"):
            return _multipart(content_type, body)
        return dict(parse_qsl(body.decode("utf-8", "surrogatepass"), keep_blank_values=True)), {}
    except ValueError as error:  # of JSON or of UTF-8; its text may quote the body, so it is not passed on
        raise Malformed(400, "the body cannot be read") from error


def _multipart(content_type: str, body: bytes) -> Read:
    found = re.search(r'boundary="?([^";]+)', content_type)
    if found is None:
        raise Malformed(400, "no boundary")
    texts: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + found.group(1).encode("latin-1"))[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        mime = MimeMessage()
        for name, value in headers_of("\r\n" + head.decode("utf-8", "replace")).items():
            mime[name] = value
        name = str(mime.get_param("name", "", "content-disposition"))
        filename = mime.get_filename()
        if filename is None:
            texts[name] = content.decode("utf-8")
        else:
            uploads[name] = Upload(filename, content, mime.get_content_type())
    return texts, uploads


def headers_of(head: str) -> dict[str, str]:
    """Return the headers under a first line, by lower-case name."""
    lines = (line.partition(":") for line in head.split("\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in lines}
