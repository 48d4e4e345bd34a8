"""What the desk is told about a tip that waits for something only people can do."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.asking import overdue
from bot.conversation.incoming import Reply
from bot.conversation.values import due, label
from review.port import Facts


def _second_look_needed(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None or tip.appeal is None or not tip.lacks_second:
        return None
    return Reply(
        "second_look_needed",
        {"ma": tip.reference, "ten": tip.appeal[0].who, "link": {"link": f"/tips/{tip.reference}"}},
    )


def _unanswered(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    """Tell the desk of a question whose time is over; nothing where it was answered, extended or decided meanwhile."""
    tip = facts.tip
    if tip is None or not tip.open_questions or tip.open_questions[0].due_at > facts.now:
        return None
    values = {
        "ma": tip.reference,
        "han": due(tip.open_questions[0].due_at),
        "ly_do": label("reason.R11"),
        "link": {"link": f"/tips/{tip.reference}"},
    }
    return Reply("unanswered", values)


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {
    "second_look_needed": _second_look_needed,
    "question_overdue": overdue,
    "unanswered": _unanswered,
    "unanswered_group": _unanswered,
}
