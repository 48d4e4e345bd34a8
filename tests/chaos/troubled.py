"""A desk whose Telegram fails on command, on a virtual clock, and one tip's whole way over it."""

import asyncio
from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from telegram.error import TelegramError

from bot.rehearsal.ledger import AMBIGUOUS
from bot.telegram.request import AiohttpRequest
from tests.stories.cast import Actor, Correspondent, Staff
from tests.stories.stage import Stage, a_photo

SENDS = ("sendmessage", "sendphoto", "sendmediagroup")
FIRST_TURN, LONGEST_TURN, MOST_TURNS = 6.0, 900.0, 40  # seconds the clocks move on between two attempts
READ_TIMEOUT = 0.6  # longer than a busy machine lets a call wait that was answered, shorter than any hanging one
A_MOMENT = 0.02
LEFT = {
    "updates": ("inbox", "state = 'new'"),
    "notices": ("outbox", "state = 'new'"),
    "files": ("attachment", "state = 'pending'"),
}
AMISS = {
    "dead letters": ("inbox", "state = 'dead'"),
    "notices given up": ("outbox", "state = 'gone' AND coalesce(last_error_class, '') != 'cancelled'"),
    "files lost": ("attachment", "state = 'lost'"),
    "people lost": ("account", "lost_at IS NOT NULL"),
}


@dataclass
class Troubled(Stage):
    """A stage that goes on whatever fails, until nothing is left to do."""

    @classmethod
    def of(cls, stage: Stage) -> "Troubled":
        """Take over a stage; its lines lose patience soon, so that a hanging call costs little."""
        for bot in (stage.worker._application.bot, stage.poller):
            assert isinstance(bot.request, AiohttpRequest)
            bot.request._read_timeout = READ_TIMEOUT
        return cls(**{each.name: getattr(stage, each.name) for each in fields(Stage)})

    async def settles(self) -> None:
        turn = FIRST_TURN
        for _ in range(MOST_TURNS):
            try:
                await super().settles()
            except TelegramError:
                await asyncio.sleep(A_MOMENT)  # a poll that failed; a refused connection takes a moment to come back
            if not self._is_left():
                return
            self.telegram.clock.advance(turn)
            turn = min(turn * 2, LONGEST_TURN)
        raise AssertionError("it does not come to rest")

    def amiss(self) -> Counter[str]:
        """Return how many rows say that something was given up."""
        return Counter({name: self.count(*where) for name, where in AMISS.items()})

    def sends(self) -> int:
        return sum(len(self.telegram.ledger.calls(method)) for method in SENDS)

    def in_doubt(self) -> int:
        return sum(self.telegram.ledger.count(AMBIGUOUS, method) for method in SENDS)

    def _is_left(self) -> bool:
        return self._has_news() or any(self.count(*where) for where in LEFT.values())


@dataclass
class Way:
    """One tip from its first message to the news that it was approved."""

    stage: Troubled
    lan: Correspondent
    minh: Staff
    number: int
    photos: int

    async def goes(self) -> list[str]:
        """Walk it; returns what did not come about."""
        play, lan = self.stage.telegram.stage, self.lan
        play.says(lan.chat, lan.account, f"Tin số {self.number}: phường mở bàn hướng dẫn nộp hồ sơ trực tuyến.")
        pictures = [a_photo(size=(40 + self.number, 30 + each)) for each in range(self.photos)]
        if len(pictures) > 1:
            play.sends_album(lan.chat, lan.account, pictures)
        elif pictures:
            play.sends_photo(lan.chat, lan.account, pictures[0])
        await self.stage.settles()
        await self._presses(lan, lan.chat, "Xong")
        await self._presses(lan, lan.chat, "Gửi Ban Biên tập")
        reference = lan.last_reference()
        if pictures:
            await self._presses(self.minh, self.stage.group, f"Ảnh ({self.photos})", reference)
        await self._presses(self.minh, self.stage.group, "Duyệt", reference)
        return list(self._missing(reference))

    async def _presses(self, actor: Actor, chat: int, label: str, on: str = "") -> None:
        message_id, data = button(self.stage, chat, label, on)
        self.stage.telegram.stage.presses(chat, actor.account, message_id, data)
        await self.stage.settles()

    def _missing(self, reference: str) -> list[str]:
        seen = {
            "receipt": self.lan.was_told(reference),
            "decision": self.lan.was_told("được duyệt", reference),
            "card": "Bản nháp: B-" in self.minh.card_of(reference),
            "photos": self._photos_shown() == self.photos,
        }
        return [name for name, is_there in seen.items() if not is_there]

    def _photos_shown(self) -> int:
        """Return how many different pictures of this tip stand in the group."""
        shown = self.stage.telegram.world.chats[self.stage.group].messages.values()
        sizes = {(photo[-1]["width"], photo[-1]["height"]) for photo in (m.get("photo") for m in shown) if photo}
        return len({size for size in sizes if size[0] == 40 + self.number})


def button(stage: Stage, chat: int, label: str, on: str) -> tuple[int, str]:
    """Return the newest message that names `on` and offers a button, and the button's data."""
    messages: list[dict[str, Any]] = list(stage.telegram.world.chats[chat].messages.values())
    for message in reversed(messages):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for each in row:
                if each["text"] == label and on in message.get("text", ""):
                    return int(message["message_id"]), str(each["callback_data"])
    raise AssertionError(f"nobody offers {label} on {on or 'anything'}")
