"""After sending: answers to the desk's questions, additions and corrections sent as a reply to one of our messages."""

from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from review.port import State


def reply(state: State | None, incoming: Incoming, desk: Desk) -> Step | None:
    """Join a reply to the tip it is about; None where that tip takes nothing more and the message starts a new one."""
    if incoming.about is None or incoming.part is None:
        return None
    phrase = desk.refuse_secret(incoming.part)
    if phrase is not None:
        return Step(state, (Reply("secret_warn", {"cum_tu": phrase}),))
    joined = desk.join(incoming.about, incoming.part)
    if joined is None:
        return None
    if joined.way == "known":
        return Step(state)
    reference = joined.reference or ""
    if joined.way == "answered":
        return Step(state, (Reply("needs_info_received", {"ma": reference, "han": ""}),))
    return Step(state, (Reply("edited_after_submit", {"n": joined.version, "ma": reference}),))
