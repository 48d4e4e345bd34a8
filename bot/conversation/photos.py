"""What a sender says of their photos, one question at a time and each of them skippable; nobody has to."""

from typing import Any

from bot.conversation import marked
from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from review.port import State

COMPOSING = "compose"  # the dialogue this is part of
MOST_PHOTOS = 10
LONGEST = 300
RIGHTS = frozenset({"own_permitted", "own_not_asked", "found"})
TYPED = frozenset({"photo_caption", "photo_alt", "photo_owner"})


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take a button: begin, skip one question, repeat the caption, or say whether the photos may be used."""
    is_open = state is not None and state.name == COMPOSING and incoming.screen in {None, state.screen}
    if state is None or not is_open or not desk.is_composing():
        return Step(state, shows=desk.is_composing(), answer=Reply("outdated_button"))
    act, _, value = incoming.choice.removeprefix("h.").partition(".")
    match act, state.step:
        case "begin", _:
            return _begin(state, desk)
        case "skip", step if step.startswith("photo_"):
            return _next(state)
        case "same", "photo_alt":
            desk.describe_photo(_photo(state), alt=str(state.details["caption"]))
            return _next(state)
        case "rights", "photo_rights" if value in RIGHTS:
            desk.credit_photos(rights=value)
            return Step(state.at("photo_owner"), shows=True) if value == "found" else _next(state)
    return Step(state, shows=True, answer=Reply("outdated_button"))


def typed(state: State | None, incoming: Incoming, desk: Desk) -> Step | None:
    """Take the words a question asked for; None for everything that is none: files, and what comes at another step."""
    if state is None or state.step not in TYPED or incoming.part is None:
        return None
    words = incoming.answer(LONGEST)
    if not words or not desk.is_composing():
        return None
    held = marked.held_back(incoming.part, desk)
    if held is not None:
        return Step(state, (held,))
    match state.step:
        case "photo_caption":
            desk.describe_photo(_photo(state), caption=words)
            return _next(state, caption=words)
        case "photo_alt":
            desk.describe_photo(_photo(state), alt=words)
        case "photo_owner":
            desk.credit_photos(taken_by=words)
    return _next(state)


def _begin(state: State, desk: Desk) -> Step:
    """Plan the questions: caption and description of each photo that lacks them, then once whose they are."""
    photos = desk.photos()[:MOST_PHOTOS]
    plan: list[list[Any]] = []
    for photo in photos:
        plan += [] if photo.caption or photo.said else [["photo_caption", photo.id, photo.number]]
        plan += [] if photo.alt else [["photo_alt", photo.id, photo.number]]
    if any(photo.rights is None for photo in photos):
        plan.append(["photo_rights", 0, 0])
    said = {str(photo.id): photo.caption or photo.said for photo in photos}
    return _next(state, plan=plan, count=len(photos), said=said)


def _next(state: State, **details: Any) -> Step:
    """Go to the next question of the plan, after the last one back to the preview."""
    known = {**state.details, **details}
    plan = known.get("plan", [])
    if not plan:
        kept = {
            key: value for key, value in known.items() if key not in {"plan", "photo", "i", "count", "caption", "said"}
        }
        return Step(State(state.name, "preview", state.screen + 1, kept), shows=True)
    (step, photo, number), *rest = plan
    if photo != known.get("photo"):
        details["caption"] = known.get("said", {}).get(str(photo), "")
    return Step(state.at(step, **{**details, "plan": rest, "photo": photo, "i": number}), shows=True)


def _photo(state: State) -> int:
    return int(state.details["photo"])
