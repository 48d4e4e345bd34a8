"""What the desk's group is told by the clock: the pinned counter, and what is due. Rows name tips by number alone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.conversation.incoming import Reply
from bot.conversation.values import day, due, label, lines
from review.port import Facts, TipLine
from review.workflow import TipStatus

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


def _due(facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    """Say which tips are overdue or nearly due; those claimed or decided on meanwhile are left out."""
    late, soon = (_open(facts, details[name], unclaimed=True) for name in ("late", "soon"))
    if not late and not soon:
        return None
    values = {
        "qua_han": _lines(late, details["late_number"]),
        "sap_han": _lines(soon, details["soon_number"]),
    }
    return Reply("desk_due", {**values, "link": CONSOLE})


def _morning(facts: Facts, details: Mapping[str, Any]) -> Reply:
    late, due_today = (_open(facts, details[name]) for name in ("late", "due"))
    values = {
        "ngay": day(date.fromisoformat(details["day"])),
        "cho": _number(details["received"]),
        "bo_sung": _number(details["needs_info"]),
        "moi": details["new"],
        "xong": details["decided"],
        "tu": {"clock": details["since"]},
        "so_qua_han": _number(details["late_number"]),
        "qua_han": _lines(late, details["late_number"]),
        "so_den_han": _number(details["due_number"]),
        "den_han": _lines(due_today, details["due_number"]),
    }
    return Reply("desk_morning", {**values, "link": CONSOLE})


def _offline(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    minutes = (datetime.fromisoformat(details["until"]) - datetime.fromisoformat(details["from"])) // timedelta(
        minutes=1
    )
    span = {"tu": {"clock": details["from"]}, "den": {"clock": details["until"]}}
    return Reply("offline", {**span, "phut": minutes, "link": CONSOLE})


def _open(facts: Facts, numbers: Sequence[int], *, unclaimed: bool = False) -> list[TipLine]:
    tips = (facts.lines[number] for number in numbers if number in facts.lines)
    return [tip for tip in tips if tip.status is TipStatus.RECEIVED and not (unclaimed and tip.is_held)]


def _lines(tips: Sequence[TipLine], number: int) -> Any:
    said: list[Any] = []
    for tip in tips:
        said += [
            label("line.due", ma=tip.reference, han=due(tip.due_at), dau=tip.excerpt),
            {"link": f"/tips/{tip.reference}"},
        ]
    rest = [label("line.more", n=_number(number - len(tips)))] if tips and number > len(tips) else []
    return lines([*said, *rest])


def _number(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {
    "counter": _counter,
    "desk_due": _due,
    "desk_morning": _morning,
    "offline": _offline,
}
