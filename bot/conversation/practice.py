"""Practice: a tip that runs the whole path with an automatic desk, and is no tip: no row, no reference, no figures.

The text stands in the dialogue alone while practice goes on; the raw update is forgotten as soon as it was read.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.conversation import aside, practice_view
from bot.conversation.incoming import Incoming, Kind, Reply, Step
from bot.conversation.practice_view import Seen
from review.language import secret
from review.port import State

NAME = "practice"
MOST_TEXT = 4000
MOST_PARTS = 20
WRITING, PREVIEW, QUESTION = "practice_writing", "practice_preview", "practice_question"
LEAVING = frozenset({"huy", "cancel"})
SAMPLE = "sample"


class Desk(Protocol):
    """What practice asks of the newsroom: the time, and that nothing of it is kept."""

    @property
    def now(self) -> datetime: ...
    def forget_update(self) -> None: ...
    def sample_tip(self) -> str: ...


def begin(state: State | None, desk: Desk) -> Step:
    """Answer /tapviet: practice begins, an unfinished tip waits where it is."""
    return Step(aside.begin(state, NAME, WRITING, now=desk.now, parts={}, files=0), (practice_view.start(),))


def said(state: State, incoming: Incoming, desk: Desk) -> Step | None:
    """Take a message while practising; None for what has nothing to do with it, or once practice has lapsed."""
    if aside.is_over(state, desk.now):
        return None
    match incoming.kind:
        case Kind.COMMAND:
            return _left(state) if incoming.command in LEAVING else None
        case Kind.MESSAGE if incoming.part is not None and not _is_real(incoming):
            return _written(state, incoming, desk)
        case Kind.EDIT if str(incoming.message_id) in state.details["parts"]:
            return _written(state, incoming, desk)
        case Kind.UNSUPPORTED:
            return Step(state, (_again(state),))
    return None


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take a button of practice; there is a ready text for those who only want to see the path."""
    code = incoming.choice.removeprefix("p.")
    if code == "again":
        return begin(state, desk)
    if state is None or state.name != NAME or aside.is_over(state, desk.now):
        return Step(aside.back(state), answer=Reply("outdated_button"))
    if code == "leave":
        return _left(state)
    match state.step, code:
        case "practice_writing", "sample":
            parts = {SAMPLE: desk.sample_tip()}
            return _shown(aside.onward(state, PREVIEW, parts=parts, now=desk.now), practice_view.sample())
        case "practice_preview", "send":
            return _sent(state, desk)
        case "practice_question", "cannot":
            return _ended(state)
    return Step(state, answer=Reply("outdated_button"))


def _is_real(incoming: Incoming) -> bool:
    """Tell whether a message answers one of ours about a real tip: that is never practice."""
    return incoming.about is not None and incoming.about.startswith("tip:")


def _written(state: State, incoming: Incoming, desk: Desk) -> Step:
    desk.forget_update()
    part = incoming.part
    has_file = part is not None and part.file is not None
    marker = secret.markers(incoming.text, has_file=has_file)
    if marker is not None and marker.level == "refuse":
        return Step(state, (Reply("secret_warn", {"cum_tu": marker.phrase}),))
    parts = {**state.details["parts"], str(incoming.message_id): incoming.text[:MOST_TEXT]}
    kept = dict(list(parts.items())[-MOST_PARTS:])
    files = state.details["files"] + (1 if has_file and incoming.kind is not Kind.EDIT else 0)
    if state.step == QUESTION and incoming.kind is not Kind.EDIT:
        return _ended(aside.onward(state, QUESTION, now=desk.now, parts=kept, files=files))
    album = part.media_group_id if part is not None else None
    shown = aside.onward(state, PREVIEW, now=desk.now, parts=kept, files=files, album=album)
    if album is not None and album == state.details.get("album") and not incoming.text.strip():
        return Step(shown)  # one answer to an album
    return _shown(shown)


def _shown(state: State, *before: Reply) -> Step:
    return Step(state, (*before, practice_view.preview(_seen(state.details))))


def _sent(state: State, desk: Desk) -> Step:
    """Hand the practice tip in: a receipt, and what the desk would say next."""
    question = _seen(state.details).question
    if question is None:
        return _ended(state, practice_view.receipt())
    return Step(
        aside.onward(state, QUESTION, now=desk.now), (practice_view.receipt(), practice_view.question(question))
    )


def _ended(state: State, *before: Reply) -> Step:
    """Give the feedback and forget what was written."""
    return Step(aside.back(state), (*before, practice_view.ending(_seen(state.details))), shows=True)


def _left(state: State) -> Step:
    return Step(aside.back(state), (Reply("practice_over"),), shows=True)


def _again(state: State) -> Reply:
    return practice_view.preview(_seen(state.details)) if state.step == PREVIEW else practice_view.start()


def _seen(details: Mapping[str, Any]) -> Seen:
    text = "\n\n".join(part for part in details["parts"].values() if part.strip())
    sent_at = datetime.fromisoformat(details[aside.SINCE])
    return practice_view.seen(text, sent_at, has_file=details["files"] > 0)
