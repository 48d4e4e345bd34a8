"""What the desk is told of what only people can do: a second look, a question without an answer, a role to fill."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.asking import overdue
from bot.conversation.incoming import Reply
from bot.conversation.values import due, label, listed
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


def _role_given_back(facts: Facts, details: Mapping[str, Any]) -> Reply:
    roles = listed(label(f"role.{role}") for role in details["roles"])
    return Reply("role_given_back", {"ten": facts.about or label("value.somebody_gone"), "vai_tro": roles})


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {
    "second_look_needed": _second_look_needed,
    "question_overdue": overdue,
    "unanswered": _unanswered,
    "unanswered_group": _unanswered,
    "role_given_back": _role_given_back,
}
