"""The ways out of a question of the desk: it cannot be answered, it takes longer, or it was answered already."""

from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from bot.conversation.values import due
from review.workflow import TipStatus


def chosen(incoming: Incoming, desk: Desk) -> Step:
    """Take a button under a question; one of a question that is not open any more does nothing."""
    act, _, rest = incoming.choice.removeprefix("q.").partition(".")
    number, _, reference = rest.partition(".")
    state, tip = desk.state(), desk.my_tip(reference)
    asked = next((each for each in tip.open_questions if str(each.id) == number), None)
    if asked is None or tip.status is not TipStatus.NEEDS_INFO:
        return Step(state, answer=Reply("outdated_button"))
    match act:
        case "no":
            desk.decline(reference, asked.id)
            return Step(state, answer=Reply("question_declined"))
        case "above":
            desk.cover(reference, asked.id)
            return Step(state, answer=Reply("question_covered"))
        case "time" if not asked.is_extended:
            return Step(state, answer=Reply("time_given", {"han": due(desk.extend(reference, asked.id))}))
        case "time":
            return Step(state, answer=Reply("time_given_before", {"han": due(asked.due_at)}))
    return Step(state, answer=Reply("outdated_button"))
