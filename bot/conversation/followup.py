"""After sending: what is added to a tip, by replying to one of our messages or by the receipt's button."""

from datetime import datetime, timedelta

from bot.conversation import marked
from bot.conversation.asking import taken
from bot.conversation.desk import Desk
from bot.conversation.incoming import Choice, Incoming, Reply, Step
from bot.conversation.values import button
from review.port import Joined, State
from review.workflow import UNDECIDED, TipStatus

NAME = "followup"
PATIENCE = timedelta(minutes=30)  # after which a message is no addition any more, but a tip of its own
COMPOSING = "compose"  # the dialogue whose unfinished tip waits meanwhile
TAKES_MORE = UNDECIDED | {TipStatus.APPROVED}


def reply(state: State | None, incoming: Incoming, desk: Desk) -> Step | None:
    """Join a reply to the tip it is about; None where that tip takes nothing more and the message starts a new one."""
    if incoming.about is None or incoming.part is None:
        return None
    held = marked.held_back(incoming.part, desk, is_sent=True)
    if held is not None:
        return Step(state, (held,))
    joined = desk.join(incoming.about, incoming.part)
    return None if joined is None else Step(state, told(joined))


def continued(state: State | None, incoming: Incoming, desk: Desk) -> Step | None:
    """Take a message while a tip is being added to; None where that is over or the tip takes nothing more."""
    if state is None or state.name != NAME or incoming.part is None or not _is_fresh(state, desk.now):
        return None
    held = marked.held_back(incoming.part, desk, is_sent=True)
    if held is not None:
        return Step(state, (held,))
    joined = desk.join_to(state.details["tip"], incoming.part)
    if joined is None:
        return None
    return Step(_until(state, desk.now), told(joined, (button("f.done", "done_adding"),)))


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take a button: add to a tip, or be done with it; bring an unfinished tip back, or throw it away."""
    act, _, reference = incoming.choice.removeprefix("f.").partition(".")
    match act:
        case "add":
            return _adding(state, reference, desk)
        case "done":
            return Step(_back(state, desk), shows=desk.is_composing(), answer=Reply("adding_done"))
        case "resume" if desk.bring_back():
            return Step(State(COMPOSING, "collecting", 1 + (state.screen if state else 0)), shows=True)
        case "drop" if desk.is_composing():
            desk.discard()
            return Step(None, closes=Reply("tip_cancelled"))
    return Step(state, answer=Reply("outdated_button"))


def told(joined: Joined, more: tuple[Choice, ...] = ()) -> tuple[Reply, ...]:
    """Say what became of a message that came after sending; further parts of an album are not told of one by one."""
    rows = (more,) if more else ()
    values = {"ma": joined.reference or ""}
    match joined.way:
        case "known" | "again" | "answered_in_part":
            return ()
        case "answered":
            return (taken(joined),)
        case "proposed":
            return (Reply("correction_noted", {**values, "n": joined.version}, rows),)
    return (Reply("added_to_tip", {**values, "n": joined.version}, rows),)


def stop(state: State, desk: Desk) -> Step:
    """Leave what is being done to a tip that was handed in; what was sent is kept."""
    back = State(COMPOSING, "collecting", state.screen + 1) if desk.is_composing() else None
    return Step(back, (Reply("step_left"),), shows=back is not None)


def _adding(state: State | None, reference: str, desk: Desk) -> Step:
    tip = desk.my_tip(reference)
    if tip.status not in TAKES_MORE:
        return Step(state, answer=Reply("outdated_button"))
    values = {"ma": reference, "da_duyet": tip.status is TipStatus.APPROVED}
    screen = 1 + (state.screen if state else 0)
    adding = _until(State(NAME, "adding", screen, {"tip": reference}), desk.now)
    return Step(adding, (Reply("add_to_tip", values, ((button("f.done", "done_adding"),),)),))


def _back(state: State | None, desk: Desk) -> State | None:
    """Return to the tip that was being composed, where there is one."""
    if state is not None and state.name != NAME:
        return state
    return State(COMPOSING, "collecting", 1 + (state.screen if state else 0)) if desk.is_composing() else None


def _until(state: State, now: datetime) -> State:
    return State(state.name, state.step, state.screen, {**state.details, "until": (now + PATIENCE).isoformat()})


def _is_fresh(state: State, now: datetime) -> bool:
    return now < datetime.fromisoformat(state.details["until"])
