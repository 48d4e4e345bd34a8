"""After a rejection: a second look, asked for once, and sending again with everything the tip held."""

from datetime import datetime, timedelta

from bot.conversation import marked
from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from bot.conversation.values import button
from review.port import State
from review.workflow import TipStatus

NAME = "second_look"
PATIENCE = timedelta(minutes=30)
COMPOSING = "compose"  # the dialogue that goes on with the tip that is sent again
LONGEST_NOTE = 500
CAN_BE_APPEALED = frozenset({TipStatus.REJECTED, TipStatus.DUPLICATE})


def continued(state: State | None, incoming: Incoming, desk: Desk) -> Step | None:
    """Take the words an appeal is given; None for everything that is none: files, and what comes much later."""
    if state is None or state.name != NAME or incoming.part is None or incoming.part.file is not None:
        return None
    if desk.now >= datetime.fromisoformat(state.details["until"]) or not incoming.text.strip():
        return None
    held = marked.held_back(incoming.part, desk, is_sent=True)
    if held is not None:
        return Step(state, (held,))
    reference = state.details["tip"]
    if not _can_appeal(reference, desk):
        return None
    desk.appeal(reference, " ".join(incoming.text.split())[:LONGEST_NOTE])
    return Step(_back(state, desk), (_received(reference, desk),), shows=desk.is_composing())


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take a button: ask for a second look, send it without words, leave it; or send the tip again."""
    act, _, reference = incoming.choice.removeprefix("a.").partition(".")
    if reference and desk.my_tip(reference).is_emptied:
        return Step(state, answer=Reply("tip_emptied"))
    match act:
        case "appeal" if _can_appeal(reference, desk):
            return _asking(state, reference, desk)
        case "send" if _can_appeal(reference, desk):
            desk.appeal(reference, "")
            return Step(_back(state, desk), shows=desk.is_composing(), answer=_received(reference, desk))
        case "stop":
            return Step(_back(state, desk), shows=desk.is_composing(), answer=Reply("appeal_dropped"))
        case "revise":
            return _revising(state, reference, desk)
    return Step(state, answer=Reply("outdated_button"))


def _can_appeal(reference: str, desk: Desk) -> bool:
    tip = desk.my_tip(reference)
    return tip.status in CAN_BE_APPEALED and not tip.is_appealed


def _received(reference: str, desk: Desk) -> Reply:
    return Reply("appeal_received", {"ma": reference, "vang": "" if desk.has_second(reference) else "1"})


def _asking(state: State | None, reference: str, desk: Desk) -> Step:
    details = {"tip": reference, "until": (desk.now + PATIENCE).isoformat()}
    rows = ((button(f"a.send.{reference}", "appeal_without_words"),), (button("a.stop", "appeal_stop"),))
    asking = State(NAME, "appealing", 1 + (state.screen if state else 0), details)
    return Step(
        asking, (Reply("appeal_ask", {"ma": reference, "vang": "" if desk.has_second(reference) else "1"}, rows),)
    )


def _revising(state: State | None, reference: str, desk: Desk) -> Step:
    tip = desk.my_tip(reference)
    if tip.status is not TipStatus.REJECTED or tip.revised_as is not None:
        return Step(state, answer=Reply("outdated_button"))
    if desk.is_composing():
        return Step(state, answer=Reply("finish_first"))
    desk.begin_revision(reference)
    composing = State(COMPOSING, "preview", 1 + (state.screen if state else 0))
    return Step(composing, (Reply("revision_begun", {"ma": reference}),), shows=True)


def _back(state: State | None, desk: Desk) -> State | None:
    """Return to the tip that was being composed, where there is one."""
    if state is not None and state.name != NAME:
        return state
    return State(COMPOSING, "collecting", 1 + (state.screen if state else 0)) if desk.is_composing() else None
