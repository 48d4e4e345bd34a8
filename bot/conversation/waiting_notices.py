"""What the desk is told about a tip that waits for something only people can do."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.incoming import Reply
from review.port import Facts


def _second_look_needed(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None or tip.appeal is None or not tip.lacks_second:
        return None
    return Reply(
        "second_look_needed",
        {"ma": tip.reference, "ten": tip.appeal[0].who, "link": {"link": f"/tips/{tip.reference}"}},
    )


NOTICES: Mapping[str, Callable[[Facts, Mapping[str, Any]], Reply | None]] = {
    "second_look_needed": _second_look_needed,
}
