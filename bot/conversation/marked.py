"""What bears a mark of secret or unissued material: refused, or asked about before it is kept; and the answer to that.

Domain guide, section 10: what is asked about is not kept until the answer, so it is sent once more after it.
"""

from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from bot.conversation.values import button
from review.port import Part, State


def held_back(part: Part, desk: Desk, *, is_sent: bool = False) -> Reply | None:
    """Return what is said instead of keeping a message, which is blanked; None where nothing speaks against it.

    `is_sent` where the message would go to the desk at once: nobody looks at it once more before.
    """
    held = desk.hold_back(part, is_sent=is_sent)
    if held is None:
        return None
    if held.is_refused:
        return Reply("secret_warn", {"cum_tu": held.phrase})
    return Reply("unissued_ask", {"cum_tu": held.phrase}, ((button("u.public", "already_public"),),))


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take the answer that it was made public: for a while such messages are taken."""
    if incoming.choice != "u.public":
        return Step(state, answer=Reply("outdated_button"))
    return Step(state, (Reply("unissued_again", {"phut": desk.take_as_public()}),))
