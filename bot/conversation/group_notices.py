"""What moderators are answered in their group: what waits, what a search found, help. Rows name tips by number."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.conversation.incoming import Reply
from bot.conversation.values import clock, label, lines
from review.port import Facts, TipLine

CONSOLE = {"link": "/queue"}


def _waiting(facts: Facts, details: Mapping[str, Any]) -> Reply:
    values = {
        "moi": details.get("received", "0"),
        "cho": details.get("needs_info", "0"),
        "qua_han": details.get("late", ""),
        "ds_qua_han": lines(_waits(tip) for tip in _known(facts, details.get("overdue", ()))),
        "ds_lau_nhat": lines(_waits(tip) for tip in _known(facts, details.get("oldest", ()))),
    }
    return Reply("group_waiting", {**values, "link": CONSOLE})


def _found(facts: Facts, details: Mapping[str, Any]) -> Reply:
    tips = _known(facts, details.get("tips", ()))
    values = {"ds_tin": lines(_stands(tip) for tip in tips), "con_nua": bool(details.get("is_more"))}
    return Reply("group_found", {**values, "link": CONSOLE})


def _help(_facts: Facts, _details: Mapping[str, Any]) -> Reply:
    return Reply("group_help", {"link": CONSOLE})


def _known(facts: Facts, numbers: Sequence[int]) -> list[TipLine]:
    """Return the tips of these numbers that are still there, in this order."""
    return [facts.lines[number] for number in numbers if number in facts.lines]


def _waits(tip: TipLine) -> Any:
    return [label("line.waits", ma=tip.reference, gio=clock(tip.sent_at), dau=tip.excerpt), _link(tip)]


def _stands(tip: TipLine) -> Any:
    said = label(f"status.{tip.status}")
    return [label("line.stands", ma=tip.reference, trang_thai=said, dau=tip.excerpt), _link(tip)]


def _link(tip: TipLine) -> Any:
    return {"link": f"/tips/{tip.reference}"}


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {
    "group_waiting": _waiting,
    "group_found": _found,
    "group_help": _help,
}
