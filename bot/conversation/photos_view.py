"""The questions about photos as they are shown: which photo, what is asked, and how to go on without an answer."""

from bot.conversation.incoming import Choice, Reply
from bot.conversation.values import button
from review.port import State

STEPS = {"photo_caption": "ask_caption", "photo_alt": "ask_photo_alt", "photo_owner": "ask_photo_owner"}
RIGHTS = ("own_permitted", "own_not_asked", "found")


def question(state: State) -> Reply:
    """Show the question a dialogue about photos stands on."""
    leave = (button("h.skip"), button("c.back", "photos_done"))
    if state.step == "photo_rights":
        rows = tuple((Choice(f"h.rights.{code}", f"photo_rights.{code}"),) for code in RIGHTS)
        return Reply("ask_photo_rights", {}, (*rows, leave))
    if state.step == "photo_owner":
        return Reply("ask_photo_owner", {}, (leave,))
    values = {"i": state.details.get("i", 1), "n": state.details.get("count", 1)}
    can_repeat = state.step == "photo_alt" and state.details.get("caption")
    rows = ((button("h.same", "photo_same"),),) if can_repeat else ()
    return Reply(STEPS[state.step], values, (*rows, leave))
