"""What is asked below an answer to a card: whether it goes to the correspondent."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.incoming import Reply
from bot.conversation.values import button
from review.port import Facts
from review.workflow import UNDECIDED


def _offer(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None or tip.status not in UNDECIDED:
        return None
    rows = ((button("answer.send", "send_reply"),), (button("answer.drop", "drop_reply"),))
    return Reply("reply_offer", {"ma": tip.reference}, rows)


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {"reply_offer": _offer}
