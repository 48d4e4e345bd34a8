"""Logs: one JSON object a line, without secrets and without contents, whichever library writes the line.

Our own events hold numbers, kinds and classes only. Of foreign libraries the words they were written with are kept and
the values are not, since those may be what people wrote; of an error its class and place, never what it says.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

TOKEN = re.compile(r"\d{3,}(?::|%3[Aa])[A-Za-z0-9_-]{3,}")
CHATTY = ("httpx", "httpcore", "telegram", "aiohttp", "asyncio", "alembic", "multipart", "PIL")
OURS = ("bot", "review", "tests", "__main__")
log = logging.getLogger(__name__)


class Redacting(logging.Formatter):
    """Formats a record as one line of ASCII JSON and then blots out whatever looks like a bot token."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _event(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            event |= {"error": record.exc_info[0].__name__, "where": _place(record.exc_info[2])}
        return TOKEN.sub("[token]", json.dumps(event))


def quiet_logging(level: int = logging.INFO) -> None:
    """Log to standard error, redacted; libraries that write addresses or contents only from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _crashed


def _event(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg).partition("\n")[0]


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in the same form what ends the process; of several errors at once, each."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            _crashed(type(inner), inner, inner.__traceback__)
        return
    log.critical("the process ends", exc_info=(kind, error, trace))
