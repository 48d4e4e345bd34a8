"""Answers by one tap on the preview: the day and the place, what is done about a caution, joining a tip it is like."""

from bot.conversation import asking
from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from review.noticed import Composing
from review.port import Joined, State

COMPOSING = "compose"  # the dialogue these answers belong to
CHOICES = {"personal": {"mask", "keep"}, "papers": {"yes", "no"}, "unissued": {"public"}}


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take a button of the preview; one of an earlier screen is answered as outdated."""
    composing = desk.composing()
    is_open = state is not None and state.name == COMPOSING and incoming.screen in {None, state.screen}
    if state is None or composing is None or not is_open:
        return Step(state, shows=composing is not None, answer=Reply("outdated_button"))
    act, _, value = incoming.choice.removeprefix("v.").partition(".")
    match act:
        case "new" | "join" if composing.is_empty:
            return Step(state, answer=Reply("empty_tip"))
        case "new":
            return _sent_as_new(value, desk)
        case "join":
            return _joined(state, value, desk)
    if not _noted(act, value, composing, desk):
        return Step(state, shows=True, answer=Reply("outdated_button"))
    return Step(state.at("preview"), shows=True)


def _noted(act: str, value: str, composing: Composing, desk: Desk) -> bool:
    """Keep an answer; False for what is none."""
    match act:
        case "morning":
            desk.set_fact("when", "this_morning")
        case "day":
            desk.set_fact("when", value)
        case "here":
            desk.set_fact("when", "today")
            desk.set_fact("where", composing.unit_name)
        case _ if value in CHOICES.get(act, ()):
            desk.choose(act, value)
        case _:
            return False
    return True


def _sent_as_new(reference: str, desk: Desk) -> Step:
    desk.choose("alike", reference)
    desk.submit()
    return Step(None, shows=True)


def _joined(state: State, reference: str, desk: Desk) -> Step:
    """Add to one's own tip; beside another person's tip it is sent, and the desk is told what it belongs to."""
    joined = desk.join_composing_to(reference)
    if joined is None:
        return Step(state.at("preview"), shows=True, answer=Reply("outdated_button"))
    if joined.way == "sent":
        return Step(None, shows=True)
    return Step(None, closes=_told(joined))


def _told(joined: Joined) -> Reply:
    if joined.way in {"answered", "answered_in_part"}:
        return asking.taken(joined)
    return Reply("added_to_tip", {"ma": joined.reference or "", "n": joined.version})
