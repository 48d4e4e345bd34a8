"""How a refusal of the rules is told: one polite sentence by the error's code, naming the winner of a race."""

from datetime import datetime

from bot.conversation.incoming import Reply
from bot.conversation.values import clock, label
from review.errors import ReviewError, TipAlreadyDecided, TransitionNotAllowed
from review.workflow import DraftStatus


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
    if error.code == "not_allowed":
        return Reply("not_allowed", {"own": values.get("own", "")})
    if error.code == "template_broken":
        return Reply("template_broken", {"error": values.get("error", "")})
    if error.code == "not_found":
        return Reply("outdated_button")
    return Reply(error.code)


def _status(status: str) -> object:
    kind = "draft_status" if status in set(DraftStatus) else "status"
    return label(f"{kind}.{status}")
