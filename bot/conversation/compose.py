"""Sending a tip: anything in any order, one living message that shows what has arrived, Xong, preview, send."""

from bot.conversation import asking, marked
from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from bot.conversation.values import button, clock
from review.port import Joined, State

NAME = "compose"
LONGEST_FACT = 200
TEXT_STEPS = {
    "when": "when",
    "when_text": "when",
    "where": "where",
    "where_text": "where",
    "source_text": "source_detail",
}
SCREENS = {
    "c.done": "preview",
    "c.back": "preview",
    "c.add_more": "collecting",
    "c.set_topic": "topic",
    "c.set_when": "when",
    "c.set_where": "where",
    "c.set_source": "source",
    "c.other_date": "when_text",
    "c.other_place": "where_text",
}


def message(state: State | None, incoming: Incoming, desk: Desk, *, is_sent: bool = False) -> Step:
    """Take a message: the words asked for by the open step, or another part of the tip; see marked.held_back."""
    if incoming.part is None:
        return Step(
            state, (Reply("err_unsupported", {"loai": {"label": f"kind.{incoming.unsupported}", "values": {}}}),)
        )
    held = marked.held_back(incoming.part, desk, is_sent=is_sent)
    if held is not None:
        return Step(state, (held,))
    fact = incoming.answer(LONGEST_FACT)
    if state and state.step in TEXT_STEPS and fact and desk.is_composing():
        desk.set_fact(TEXT_STEPS[state.step], fact)
        return Step(state.at("preview"), shows=True)
    joined = desk.receive(incoming.part)
    if joined.way != "composing":
        return Step(state, _told(joined, incoming.part.media_group_id or ""))
    return Step(_collecting(state), shows=True)


def ask_which(state: State | None, incoming: Incoming, desk: Desk, reference: str) -> Step:
    """Keep a message that could also answer the one open question, and ask which it is."""
    kept = message(state, incoming, desk, is_sent=True)
    if kept.state is None or not kept.shows:
        return kept
    return Step(State(NAME, "answer_or_new", kept.state.screen + 1, {"question": reference}), shows=True)


def edited(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take an edited message: the tip changes while it is composed, and gets a new version afterwards."""
    if incoming.part is None:
        return Step(state)
    held = marked.held_back(incoming.part, desk)
    if held is not None:
        return Step(state, (held,))
    joined = desk.revise(incoming.part)
    if joined is None or joined.way == "known":
        return Step(state)
    if joined.reference is None:
        return Step(state, shows=True)
    return Step(state, (_of_version(joined),))


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take a button under the living message; one of an earlier screen is answered as outdated."""
    composing = desk.composing()
    if state is None or composing is None or incoming.screen not in {None, state.screen}:
        return Step(state, shows=composing is not None, answer=Reply("outdated_button"))
    code = incoming.choice
    if code == "c.done" and not composing.is_empty:
        return Step(state.at("preview", alike=_alike(desk)), shows=True)
    if code in SCREENS:
        return _to_screen(state, SCREENS[code], is_empty=composing.is_empty)
    name, _, value = code.removeprefix("c.").partition(".")
    match name:
        case "topic" | "source":
            desk.set_fact(name, value)
            return Step(state.at("source_text" if value in {"document", "official"} else "preview"), shows=True)
        case "today" | "yesterday":
            desk.set_fact("when", name)
            return Step(state.at("preview"), shows=True)
        case "my_unit":
            desk.set_fact("where", composing.unit_name)
            return Step(state.at("preview"), shows=True)
        case "send":
            return _sent(desk, is_empty=composing.is_empty)
        case "save":
            return Step(state.at("collecting"), (Reply("draft_saved", {"gio": clock(desk.now)}),), shows=True)
        case "cancel":
            return cancel(desk)
        case "answer":
            return _answer(state, desk)
        case "new":
            return Step(state.at("collecting"), shows=True)
    return Step(state, shows=True, answer=Reply("outdated_button"))


def cancel(desk: Desk) -> Step:
    """Throw the unfinished tip away; the living message says so."""
    if desk.composing() is None:
        return Step(None, (Reply("nothing_to_cancel"),))
    desk.discard()
    return Step(None, closes=Reply("tip_cancelled"))


def _collecting(state: State | None) -> State:
    if state is None or state.name != NAME:
        return State(NAME, "collecting", 1)
    if state.step in {"collecting", "preview", "answer_or_new"}:
        return state
    return state.at("preview")


def _to_screen(state: State, screen: str, *, is_empty: bool) -> Step:
    if screen == "preview" and is_empty:
        return Step(state, answer=Reply("empty_tip"))
    return Step(state.at(screen), shows=True)


def _alike(desk: Desk) -> list[str]:
    """Return the tip this one looks like, by its reference and status; nothing where there is none."""
    pair = desk.similar_to_composing()
    return [pair.reference, str(pair.status)] if pair else []


def _sent(desk: Desk, *, is_empty: bool) -> Step:
    if is_empty:
        return Step(State(NAME, "collecting", 1), answer=Reply("empty_tip"))
    desk.submit()
    return Step(None, shows=True)


def _answer(state: State, desk: Desk) -> Step:
    joined = desk.answer_with_composing(state.details["question"])
    return Step(None, closes=asking.taken(joined))


def _of_version(joined: Joined) -> Reply:
    """Say what an edit became of a tip that was handed in."""
    values = {"n": joined.version, "ma": joined.reference or ""}
    if joined.way == "proposed":
        return Reply("correction_noted", values)
    if joined.way != "decided":
        return Reply("edited_after_submit", values)
    is_rejected = joined.details.get("status") == "rejected"
    rows = ((button(f"a.revise.{joined.reference}", "send_revised"),),) if is_rejected else ()
    return Reply("edited_after_decision", {**values, "gui_lai": is_rejected}, rows)


def _told(joined: Joined, album: str) -> tuple[Reply, ...]:
    """Say that a part came late, once for all parts of an album."""
    if joined.way == "known":
        return ()
    values = {"ma": joined.reference or "", "da_quyet_dinh": joined.way == "late"}
    return (Reply("late_part", values, once=f"late:{joined.tip_id}:{joined.way}:{album}"),)
