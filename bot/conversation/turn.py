"""One turn of a conversation: the dialogue's step, and its outcome handed to the desk."""

from typing import Any, Protocol

from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming
from bot.conversation.route import converse
from review.port import State


class Counter(Desk, Protocol):
    """The desk as a turn uses it: the dialogues' port, and where their outcome is kept and owed."""

    def keep(self, state: State | None) -> None: ...
    def say(self, reply: dict[str, Any], *, once: str = "") -> None: ...
    def show(self, closing: dict[str, Any] | None) -> None: ...
    def redraw(self, reply: dict[str, Any], message_id: int) -> None: ...
    def answer_press(self, query_id: str, reply: dict[str, Any] | None) -> None: ...


def take_turn(incoming: Incoming, desk: Counter, query_id: str | None = None) -> None:
    """Let the dialogue take its step; what it says is owed, a pressed button always gets its answer."""
    step = converse(incoming, desk)
    desk.keep(step.state)
    for reply in step.replies:
        desk.say(reply.as_json(), once=reply.once)
    if step.shows or step.closes:
        desk.show(step.closes.as_json() if step.closes else None)
    if step.screen:
        desk.redraw(step.screen.as_json(), incoming.message_id)
    if query_id is not None:
        desk.answer_press(query_id, step.answer.as_json() if step.answer else None)
