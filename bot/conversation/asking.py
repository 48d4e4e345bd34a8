"""A question of the desk as its own short message: one at a time, with the two ways out of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversation.incoming import Choice, Reply, Rows
from bot.conversation.reasons import question_lines
from bot.conversation.values import button, due, label
from review.port import Asked, Facts, Joined, TipView


def question(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    """Ask the first question that is open; None when none is any more."""
    tip = facts.tip
    if tip is None or not tip.open_questions:
        return None
    first = tip.open_questions[0]
    number, of = _place(tip, first)
    values = {"ma": tip.reference, "ds_cau_hoi": _line(first, number, of), "han": due(first.due_at)}
    return Reply("needs_info" if number == 1 else "needs_info_next", values, _ways_out(tip, first, number))


def reminder(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    """Remind of an open question while there is still time."""
    tip = facts.tip
    if tip is None or not tip.open_questions or tip.open_questions[0].due_at < facts.now:
        return None
    first = tip.open_questions[0]
    values = {"ma": tip.reference, "ds_cau_hoi": question_lines([first]), "han": due(first.due_at)}
    return Reply("needs_info_reminder", values, _ways_out(tip, first, _place(tip, first)[0]))


def overdue(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    """Say that the time of a question is over, which an answer may still come after; None where it is not."""
    tip = facts.tip
    if tip is None or not tip.open_questions or tip.open_questions[0].due_at > facts.now:
        return None
    first = tip.open_questions[0]
    return Reply("question_overdue", {"ma": tip.reference}, _ways_out(tip, first, _place(tip, first)[0]))


def taken(joined: Joined) -> Reply:
    """Say that an answer has joined its tip, and by when the desk looks at it again if it was the last one."""
    if joined.way == "answered_in_part":
        return Reply("answer_noted", {"ma": joined.reference or ""})
    at = joined.details.get("due")
    by = due(datetime.fromisoformat(at)) if at else ""
    return Reply("needs_info_received", {"ma": joined.reference or "", "han": by})


def _place(tip: TipView, asked: Asked) -> tuple[int, int]:
    """Return which of the questions sent together this one is, and how many they were."""
    together = [each.id for each in tip.questions if each.asked_at == asked.asked_at]
    return together.index(asked.id) + 1, len(together)


def _line(asked: Asked, number: int, of: int) -> list[Any]:
    lines = question_lines([asked])
    return lines if of == 1 else [label("line.question_of", k=number, n=of), *lines]


def _ways_out(tip: TipView, asked: Asked, number: int) -> Rows:
    """Return the buttons of a question; each names it, so that pressing twice does not touch the next one."""
    about = f"{asked.id}.{tip.reference}"
    ways: list[Choice] = [button(f"q.no.{about}", "cannot_provide")]
    if not asked.is_extended:
        ways.append(button(f"q.time.{about}", "more_time"))
    above = ((button(f"q.above.{about}", "answered_above"),),) if number > 1 else ()
    return (tuple(ways), *above)
