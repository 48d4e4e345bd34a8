"""The Bot API's own error sentences, each with the row of docs/standin.md it stands for. Verbatim; never reworded."""

from typing import Any


class Refusal(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, code: int, sentence: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.parameters = code, sentence, parameters or {}


TOO_OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
ENDED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


def bad(sentence: str) -> Refusal:
    return Refusal(400, f"Bad Request: {sentence}")


def forbidden(sentence: str) -> Refusal:
    return Refusal(403, f"Forbidden: {sentence}")


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
