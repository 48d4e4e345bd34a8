"""What somebody of the desk is told of a tip because a rule says so; personal data masked, it leaves the desk."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.incoming import Reply
from review.language.personal import hidden
from review.port import Facts
from review.workflow import UNDECIDED


def _said(message: str) -> Callable[[Facts, Mapping[str, Any]], Reply | None]:
    def say(facts: Facts, details: Mapping[str, Any]) -> Reply | None:
        tip = facts.tip
        if tip is None or tip.status not in UNDECIDED:
            return None
        values = {
            "ma": tip.reference,
            "quy_tac": details.get("rule", ""),
            "don_vi": tip.unit_name,
            "noi_dung_rut_gon": hidden(tip.excerpt),
            "link": {"link": f"/tips/{tip.reference}"},
        }
        return Reply(message, values)

    return say


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {
    "rule_notice": _said("rule_notice"),
    "rule_alert": _said("rule_alert"),
}
