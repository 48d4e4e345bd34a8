"""The words between a door and a dialogue: what came in, what is said back, what may be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from review.port import Part, State


class Kind(StrEnum):
    """What a message is, as far as a dialogue cares."""

    MESSAGE = "message"
    COMMAND = "command"
    CHOICE = "choice"
    EDIT = "edit"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did in a private chat behind a door.

    `text` is the message's words, a command's argument or nothing; `choice` the code of what was chosen; `screen` the
    number of the screen the choice was offered on, None where the door does not know; `about` the subject a choice or
    a replied-to message of ours belongs to, such as `tip:12`.
    """

    kind: Kind
    door: str
    account_id: int
    chat_id: int
    message_id: int
    sent_at: datetime
    text: str = ""
    command: str = ""
    choice: str = ""
    screen: int | None = None
    about: str | None = None
    part: Part | None = None
    name: str = ""
    locale: str = "vi"
    unsupported: str = ""

    def answer(self, longest: int) -> str:
        """Return the words on one line where they can answer a question, else nothing: then they are a tip as always.

        An answer is a text of one's own, short enough to be kept whole.
        """
        words, part = " ".join(self.text.split()), self.part
        is_plain = part is not None and part.file is None and part.contents is None and part.forwarded_from is None
        return words if is_plain and len(words) <= longest else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its code, the catalogue's id of its label, and what fills the label.

    `url` makes it a link; `literal` is a label that is data (a unit's name), used as it is.
    """

    code: str
    label: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    literal: str = ""
    url: str = ""


Rows = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is owed to a person: the name of a message, small values, and choices by code; never finished text.

    What depends on the reader's language is named by `bot.conversation.values` and said when it is rendered. `once`
    names what is said a single time, however often it comes up.
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    choices: Rows = ()
    about: str = ""
    asks_reply: bool = False
    once: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the reply as plain data, for a row of the outbox."""
        rows = [[_plain(choice) for choice in row] for row in self.choices]
        return {
            "message": self.message,
            "values": dict(self.values),
            "choices": rows,
            "about": self.about,
            "asks_reply": self.asks_reply,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Reply":
        """Return the reply that `as_json` wrote."""
        rows = tuple(tuple(Choice(**choice) for choice in row) for row in data["choices"])
        return cls(data["message"], data["values"], rows, data["about"], data["asks_reply"])


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of one message: where the dialogue now stands (None = nowhere) and what is said.

    `shows` asks for the living message to be drawn anew, `closes` is what it says at last; `answer` is for a press.
    `screen` is what the message of the pressed button says from now on.
    """

    state: State | None
    replies: tuple[Reply, ...] = ()
    shows: bool = False
    closes: Reply | None = None
    answer: Reply | None = None
    screen: Reply | None = None


def _plain(choice: Choice) -> dict[str, Any]:
    return {
        "code": choice.code,
        "label": choice.label,
        "values": dict(choice.values),
        "literal": choice.literal,
        "url": choice.url,
    }
