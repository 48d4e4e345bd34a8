"""How a refusal of the rules is told: one polite sentence by the error's code, naming the winner of a race."""

from datetime import datetime

from bot.conversation.incoming import Reply
from bot.conversation.values import clock, label
from review.errors import (
    ReviewError,
    TipAlreadyDecided,
    TipTooLarge,
    TooFast,
    TooManyDiscarded,
    TooManyTips,
    TransitionNotAllowed,
)
from review.workflow import DraftStatus, Verb

TIMED = (TooFast, TooManyDiscarded, TooManyTips)  # limits that are over at a time
LIMITS = (*TIMED, TipTooLarge)


def refusal(error: ReviewError) -> Reply:
    """Return the answer to a refused act."""
    values = error.values
    if isinstance(error, TipAlreadyDecided):
        at = clock(datetime.fromisoformat(values["at"]))
        return Reply("tip_already_decided", {"ten": values["who"], "viec": label(f"past.{values['verb']}"), "gio": at})
    if isinstance(error, TransitionNotAllowed):
        if values.get("who"):
            return Reply("claimed_by", {"ten": values["who"], "gio": clock(datetime.fromisoformat(values["until"]))})
        return Reply("transition_not_allowed", {"trang_thai": _status(str(values.get("status", "received")))})
    if error.code == "not_allowed" and values.get("first"):
        return Reply("decided_before")
    if error.code == "not_allowed":
        return Reply("not_allowed", {"own": values.get("own", "")})
    if isinstance(error, TIMED):
        return _limit(error)
    if error.code == "template_broken":
        return Reply("template_broken", {"error": values.get("error", "")})
    if error.code == "not_found":
        return Reply("outdated_button")
    return Reply(error.code)


def to_sender(error: ReviewError) -> Reply:
    """Return the answer to a correspondent: it is the desk that decides, nobody by name."""
    told = refusal(error)
    if "ten" not in told.values or error.values.get("verb") == Verb.WITHDRAW:
        return told
    return Reply(told.message, {**told.values, "ten": label("value.editors")})


def once(error: ReviewError) -> str:
    """Return what names a refusal that is told a single time, however often it comes up; empty for all others."""
    if not isinstance(error, LIMITS):
        return ""
    return ":".join([error.code, *(error.values.get(name, "") for name in ("person", "tip", "until"))])


def _limit(error: ReviewError) -> Reply:
    """Say that a limit is reached, what was kept, and when it is over."""
    values: dict[str, object] = {"den": clock(datetime.fromisoformat(error.values["until"]))}
    if isinstance(error, TooManyTips):
        values["so"] = error.values["limit"]
    if isinstance(error, TooFast):
        values["tu"] = clock(datetime.fromisoformat(error.values["since"]))
    return Reply(error.code, values)


def _status(status: str) -> object:
    kind = "draft_status" if status in set(DraftStatus) else "status"
    return label(f"{kind}.{status}")
