"""The one catalogue of what Telegram says when it refuses, verbatim, each with its row of docs/standin.md and source.

`Client.cpp`, `ClientManager.cpp` and `WebhookActor.cpp` are tdlib/telegram-bot-api at 01a3679, the `td` files tdlib/td
at 022d602. "general" stands for general knowledge that was not read in source.
"""

from dataclasses import dataclass
from typing import Any


class Refusal(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, code: int, sentence: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.parameters = code, sentence, parameters or {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its HTTP code, the row it stands for and where it was read."""

    code: int
    text: str
    row: str
    source: str

    def refusal(self, parameters: dict[str, Any] | None = None, **places: object) -> Refusal:
        """Return it as something to raise, its places filled."""
        return Refusal(self.code, self.text.format(**places) if places else self.text, parameters)


CATALOGUE: dict[str, Sentence] = {}


def _say(code: int, text: str, row: str, source: str) -> Sentence:
    return CATALOGUE.setdefault(text, Sentence(code, text, row, source))


# Tokens and methods
UNAUTHORIZED = _say(401, "Unauthorized", "R53", "Client.cpp:16291")
NOT_FOUND = _say(404, "Not Found", "R53", "ClientManager.cpp:76")
METHOD_NOT_FOUND = _say(404, "Not Found: method not found", "R54", "Client.cpp:12664")
LOGGED_OUT = _say(400, "Logged out", "R63", "Client.cpp:12641-12647")
CLOSE_TOO_EARLY = 600  # seconds after its launch in which a bot is not closed (core.telegram.org)
RESTART = _say(500, "Internal Server Error: restart", "R55", "Client.cpp:16296")
TOO_LARGE = _say(413, "Request Entity Too Large", "R73", "core.telegram.org")

# Receiving
OTHER_POLL = _say(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "R9",
    "Client.cpp:16225-16252",
)
WEBHOOK_ACTIVE = _say(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    "R10",
    "Client.cpp:15701-15706",
)
ENDED_BY_OTHER_WEBHOOK = _say(409, "Conflict: terminated by other setWebhook", "R11", "Client.cpp:15754")
ENDED_BY_WEBHOOK = _say(409, "Conflict: terminated by setWebhook request", "R11", "Client.cpp:16229")
BAD_WEBHOOK = _say(400, "Bad Request: bad webhook: {reason}", "section 6", "WebhookActor.cpp:706-709")
BAD_PORT = "Webhook can be set up only on ports 80, 88, 443 or 8443"
NO_HTTPS = "An HTTPS URL must be provided for webhook"
BAD_SECRET = _say(400, "Bad Request: secret token contains unallowed characters", "section 6", "general")

# Flood
RETRY_AFTER = _say(429, "Too Many Requests: retry after {seconds}", "R31", "Client.cpp:60-81")

# Who cannot be reached
BLOCKED = _say(403, "Forbidden: bot was blocked by the user", "R35", "Client.cpp:125-127")
DEACTIVATED = _say(403, "Forbidden: user is deactivated", "R36", "Client.cpp:122-124")
KICKED = {
    kind: _say(403, f"Forbidden: bot was kicked from the {kind} chat", "R37", "Client.cpp:8158-8185")
    for kind in ("group", "supergroup", "channel")
}
NOT_MEMBER = {
    kind: _say(403, f"Forbidden: bot is not a member of the {kind} chat", "R37", "Client.cpp:8158-8185")
    for kind in ("group", "supergroup", "channel")
}
GROUP_DELETED = _say(403, "Forbidden: the group chat was deleted", "R37", "Client.cpp:8158-8185")
NEVER_STARTED = _say(
    403, "Forbidden: bot can't initiate conversation with a user", "R38", "td MessagesManager.cpp:27952-27957"
)
TO_A_BOT = _say(403, "Forbidden: the bot can't send messages to the bot", "R38", "td MessagesManager.cpp:27952-27957")
CHAT_NOT_FOUND = _say(400, "Bad Request: chat not found", "R39", "Client.cpp:6596")
PRIVATE_CHAT_NOT_FOUND = _say(400, "Bad Request: private chat not found", "R39", "Client.cpp:8139")
CHAT_ID_EMPTY = _say(400, "Bad Request: chat_id is empty", "R39", "general")
UPGRADED = _say(400, "Bad Request: group chat was upgraded to a supergroup chat", "R40", "Client.cpp:8155")
THREAD_NOT_FOUND = _say(400, "Bad Request: message thread not found", "R23", "Client.cpp:8275-8278")
TOPIC_CLOSED = _say(400, "Bad Request: TOPIC_CLOSED", "R23", "Client.cpp:6818")
NO_RIGHT = {
    kind: _say(400, f"Bad Request: not enough rights to send {kind} to the chat", "R50", "td MessageContent.cpp:6183")
    for kind in ("text messages", "photos", "documents", "videos", "voice notes", "audios")
}
NO_WRITE_ACCESS = _say(400, "Bad Request: have no write access to the chat", "R50", "td DialogManager.cpp:1368")
USER_NOT_FOUND = _say(400, "Bad Request: user not found", "R39", "general")
NO_RIGHT_TO_PIN = _say(400, "Bad Request: not enough rights to manage pinned messages in the chat", "R50", "general")
REACTION_INVALID = _say(400, "Bad Request: REACTION_INVALID", "reactions", "general")
TOPIC_NAME_EMPTY = _say(400, "Bad Request: TOPIC_TITLE_EMPTY", "R23", "general")
WRONG_ACTION = _say(400, "Bad Request: wrong parameter action in request", "R54", "general")
NOT_A_FORUM = _say(400, "Bad Request: the chat is not a forum", "R23", "general")
NO_RIGHT_FOR_TOPIC = _say(400, "Bad Request: not enough rights to create a topic", "R23", "general")
PRIVATE_MEMBERS = _say(400, "Bad Request: there are no administrators in the private chat", "R39", "general")

# Text and markup
TEXT_EMPTY = _say(400, "Bad Request: message text is empty", "R47", "Client.cpp:11401")
TEXT_BLANK = _say(400, "Bad Request: text must be non-empty", "R47", "td MessageEntity.cpp:4519")
TEXT_TOO_LONG = _say(400, "Bad Request: message is too long", "R46", "td MessagesManager.cpp:27942-27945")
CAPTION_TOO_LONG = _say(400, "Bad Request: message caption is too long", "R46", "td MessagesManager.cpp:27942-27945")
CANT_PARSE = _say(400, "Bad Request: can't parse entities: {reason}", "R45", "td SynchronousRequests.cpp:180")
UNSUPPORTED_MODE = _say(400, "Bad Request: unsupported parse_mode", "R45", "general")
CANT_PARSE_JSON = _say(400, "Bad Request: can't parse {what} JSON object", "R45", "general")
REPLY_NOT_FOUND = _say(400, "Bad Request: message to be replied not found", "R48", "Client.cpp:8516-8522")
MARKUP_TOO_LONG = _say(400, "Bad Request: reply markup is too long", "R49", "Client.cpp:120-121")
BUTTON_DATA_INVALID = _say(400, "Bad Request: BUTTON_DATA_INVALID", "R49", "general")
BUTTON_URL_INVALID = _say(400, "Bad Request: BUTTON_URL_INVALID", "R49", "general")
BUTTON_COPY_INVALID = _say(400, "Bad Request: BUTTON_COPY_TEXT_INVALID", "R49", "general")
BUTTON_TYPE_MISSING = _say(
    400,
    "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    "R49",
    "general",
)

# Changing what was sent
NOT_MODIFIED = _say(
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message",
    "R41",
    "Client.cpp:108-111",
)
EDIT_NOT_FOUND = _say(400, "Bad Request: message to edit not found", "R42", "Client.cpp:13541")
CANT_EDIT = _say(400, "Bad Request: message can't be edited", "R42", "Client.cpp:6729")
MESSAGE_ID_INVALID = _say(400, "Bad Request: MESSAGE_ID_INVALID", "R42", "td MessagesManager.cpp:23386")
NO_TEXT_TO_EDIT = _say(400, "Bad Request: there is no text in the message to edit", "R42", "general")
NO_CAPTION_TO_EDIT = _say(400, "Bad Request: there is no caption in the message to edit", "R42", "general")
CANT_DELETE = _say(400, "Bad Request: message can't be deleted", "R43", "Client.cpp:149-151")
CANT_DELETE_FOR_ALL = _say(
    400, "Bad Request: message can't be deleted for everyone", "R43", "td MessagesManager.cpp:8504-8507"
)
IDS_EMPTY = _say(400, "Bad Request: message identifiers are not specified", "R43", "general")
DELETE_NOT_FOUND = _say(400, "Bad Request: message to delete not found", "R43", "Client.cpp:13804")
MESSAGE_NOT_FOUND = _say(400, "Bad Request: message not found", "R42", "general")
PIN_NOT_FOUND = _say(400, "Bad Request: message to pin not found", "R42", "general")
COPY_NOT_FOUND = _say(400, "Bad Request: message to copy not found", "R42", "general")
FORWARD_NOT_FOUND = _say(400, "Bad Request: message to forward not found", "R42", "general")
REACT_NOT_FOUND = _say(400, "Bad Request: message to react not found", "R42", "general")
TOO_OLD_QUERY = _say(
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
    "R44",
    "Client.cpp:146-148",
)
DESCRIPTION_TOO_LONG = _say(400, "Bad Request: description is too long", "R62", "general")
ANSWER_TOO_LONG = _say(400, "Bad Request: MESSAGE_TOO_LONG", "R62", "general")

# Files and albums
FILE_TOO_BIG = _say(400, "Bad Request: file is too big", "R70", "Client.cpp:8707")
FILE_UNAVAILABLE = _say(
    400, "Bad Request: wrong file_id or the file is temporarily unavailable", "R72", "Client.cpp:8713-8720"
)
FILE_WRONG = _say(400, "Bad Request: wrong file identifier/HTTP URL specified", "R52", "td MessagesManager.cpp:27975")
FILE_MISSING = {
    kind: _say(400, f"Bad Request: there is no {kind} in the request", "R52", "general")
    for kind in ("photo", "document", "video", "voice", "audio", "media")
}
FILE_EMPTY = _say(400, "Bad Request: file must be non-empty", "R52", "general")
ALBUM_TYPE = _say(
    400, "Bad Request: can't use the media of the specified type in the album", "R51", "Client.cpp:116-119"
)
ALBUM_TOO_LONG = _say(400, "Bad Request: too many messages to send as an album", "R61", "general")
ALBUM_EMPTY = _say(400, "Bad Request: media group must include 2-10 items", "R61", "general")
WEB_PAGE_TYPE = _say(400, "Bad Request: wrong type of the web page content", "R51", "Client.cpp:116-119")
MISDIRECTED = _say(421, "Misdirected Request", "R63", "ClientManager.cpp:80")

# What an older or another server says; the bot must understand it, the stand-in does not say it
OLDER_TO_BOTS = _say(403, "Forbidden: bot can't send messages to bots", "R38", "td MessagesManager.cpp:27952-27957")
OLDER_REPLY = _say(400, "Bad Request: reply message not found", "R48", "Client.cpp:8516-8522")
WRITE_FORBIDDEN = _say(400, "Bad Request: CHAT_WRITE_FORBIDDEN", "R50", "td DialogManager.cpp:1368")
CHAT_RESTRICTED = _say(400, "Bad Request: CHAT_RESTRICTED", "R50", "td DialogManager.cpp:1368")


# What a refusal of each code says where nothing nearer is known: what a fault answers with it.
USUAL = {
    400: "Bad Request: group is deactivated",
    401: UNAUTHORIZED.text,
    403: BLOCKED.text,
    404: NOT_FOUND.text,
    409: OTHER_POLL.text,
    413: TOO_LARGE.text,
    421: MISDIRECTED.text,
    429: "Too Many Requests: retry after 5",
    500: RESTART.text,
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def too_many(seconds: int) -> Refusal:
    return RETRY_AFTER.refusal({"retry_after": seconds}, seconds=seconds)
