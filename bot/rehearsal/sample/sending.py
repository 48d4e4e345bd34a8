"""What correspondents of the sample do: through the same port as behind any door."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rehearsal.pictures import picture
from bot.rehearsal.pictures.canvas import HEIGHT, WIDTH
from bot.rehearsal.sample.cast import CORRESPONDENTS
from bot.rehearsal.sample.people import DOOR
from bot.rehearsal.sample.script import Doing, Said
from bot.rehearsal.sample.voice import voice
from review import queue
from review.db import Session
from review.desk import Caller, Desk
from review.newsroom import Newsroom
from review.port import FileRef, Part

YEAR_BEGAN = (
    1_767_200_000  # early in 2026; numbers of messages are seconds since then, so they never run into each other
)
ACTORS = {actor.key: actor for actor in CORRESPONDENTS}
VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it was sent, for the telephone that shows it."""

    actor: str
    part: Part


def message_number(at: datetime) -> int:
    """Return the number of a message sent at a moment."""
    return int(at.timestamp()) - YEAR_BEGAN


def content(ref: str) -> bytes:
    """Return the bytes of a sample file by its reference."""
    return voice() if ref == VOICE else picture(ref)


class Senders:
    """Plays the correspondents; `tips` knows each tip's number by its key, `sent` what was sent."""

    def __init__(self, session: Session, newsroom: Newsroom) -> None:
        self._session, self._newsroom = session, newsroom
        self.tips: dict[str, int] = {}
        self.sent: list[Sent] = []

    def send(self, doing: Doing) -> None:
        """Add messages to an unfinished tip."""
        desk = self._desk(doing)
        for part in self._parts(doing):
            self.tips[doing.tip] = desk.receive(part).tip_id

    def tell(self, doing: Doing) -> None:
        """Answer what the preview asks."""
        desk = self._desk(doing)
        for name, value in doing.details["facts"].items():
            desk.set_fact(name, value)

    def submit(self, doing: Doing) -> None:
        self._desk(doing).submit()

    def withdraw(self, doing: Doing) -> None:
        self._desk(doing).withdraw(self.reference(doing.tip))

    def join(self, doing: Doing) -> None:
        """Add to a tip that was handed in, or answer the desk's question about it."""
        desk = self._desk(doing)
        for part in self._parts(doing):
            desk.join(f"tip:{self.tips[doing.tip]}", part)

    def reference(self, key: str) -> str:
        return queue.by_id(self._session, self.tips[key]).reference or ""

    def _desk(self, doing: Doing) -> Desk:
        actor = ACTORS[doing.by]
        caller = Caller(DOOR, actor.account, actor.account, actor.name, "vi", f"sample:{doing.at.timestamp()}")
        words, rules = self._newsroom.words, self._newsroom.rules
        return Desk(self._session, caller, now=doing.at, rules=rules, words=words)

    def _parts(self, doing: Doing) -> list[Part]:
        said: Said = doing.details["said"]
        refs = [VOICE] if said.has_voice else list(said.photos) or [""]
        album = f"sample-{doing.tip}-{message_number(doing.at)}" if len(refs) > 1 else None
        parts = [_part(doing, said, ref, place, album) for place, ref in enumerate(refs)]
        self.sent += [Sent(doing.by, part) for part in parts]
        return parts


def _part(doing: Doing, said: Said, ref: str, place: int, album: str | None) -> Part:
    at, account = doing.at + timedelta(seconds=place), ACTORS[doing.by].account
    return Part(
        door=DOOR,
        chat_id=account,
        message_id=message_number(at),
        kind=_kind(ref) if ref else "text",
        sent_at=at,
        text=said.text if place == 0 else "",
        file=_file(ref) if ref else None,
        media_group_id=album,
        forwarded_from=said.forwarded_from,
    )


def _kind(ref: str) -> str:
    return "voice" if ref == VOICE else "photo"


def _file(ref: str) -> FileRef:
    size = len(content(ref))
    if ref == VOICE:
        return FileRef("voice", ref, unique_ref=ref, size=size)
    return FileRef("photo", ref, unique_ref=ref, size=size, width=WIDTH, height=HEIGHT)
