"""Logs without secrets: a token never leaves, whichever library writes the line."""

import logging
import re

TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{3,}")
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
CHATTY = ("httpx", "httpcore", "telegram", "aiohttp", "asyncio", "alembic", "multipart", "PIL")


class Redacting(logging.Formatter):
    """Formats a record and then blots out whatever looks like a bot token, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("[token]", super().format(record))


def quiet_logging(level: int = logging.INFO) -> None:
    """Log to standard error, redacted; libraries that write addresses or contents only from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(FORMAT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
