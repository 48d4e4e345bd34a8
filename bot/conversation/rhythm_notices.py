"""What the desk's group is told by the clock: the pinned counter, and what is due. Rows name tips by number alone."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.incoming import Reply
from review.port import Facts

CONSOLE = {"link": "/queue"}
MOST = 1000  # counts are looked at no further


def _counter(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    at = details["oldest_at"]
    values = {
        "cho": _number(details["received"]),
        "qua_han": _number(details["overdue"]),
        "bo_sung": _number(details["needs_info"]),
        "xong": _number(details["decided"]),
        "ma": details["oldest"],
        "gio": {"clock": at} if at else "",
    }
    return Reply("counter", {**values, "link": CONSOLE})


def _number(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {
    "counter": _counter,
}
