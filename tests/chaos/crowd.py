"""The people of a campaign: what they do on the stage, in which order, and what the desk owes them for it."""

import io
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PIL import Image

from bot.rehearsal.server import StandIn
from tests.chaos.campaign import FIRST_ACCOUNT, FIRST_MODERATOR, GROUP

Act = Callable[[], object]
FILES_IN = 6  # every so many tips bring files: each costs the desk as much as some fifty messages


@dataclass
class Sent:
    """What people have sent by now; the desk is compared with it."""

    texts: dict[int, str] = field(default_factory=dict)  # by tip: as they read after the last edit
    edits: int = 0
    files: int = 0
    albums: int = 0
    presses: list[str] = field(default_factory=list)


class Crowd:
    """Correspondents who send tips of every kind, and moderators who decide on what they see in the group."""

    def __init__(self, telegram: StandIn, *, people: int, moderators: int, chance: random.Random) -> None:
        self._telegram, self._people, self._moderators, self._chance = telegram, people, moderators, chance
        self._judged: dict[int, str] = {}
        self.sent = Sent()
        for person in range(people):
            telegram.world.person(FIRST_ACCOUNT + person, f"CTV {person}")
        accounts = [FIRST_MODERATOR + number for number in range(moderators)]
        telegram.world.group(GROUP, "Bàn duyệt tin", accounts, [])

    def script(self, tips: int) -> list[Act]:
        """Return everything correspondents do, one act an update or an album, the chats shuffled into each other."""
        queues: dict[int, list[Act]] = defaultdict(list)
        for tip in range(1, tips + 1):
            queues[tip % self._people] += self._acts_of(tip)
        acts: list[Act] = []
        waiting = list(queues.values())
        while waiting:
            queue = self._chance.choice(waiting)
            acts.append(queue.pop(0))
            waiting = [queue for queue in waiting if queue]
        return acts

    def decide(self) -> None:
        """Have moderators press on every card that waits, sometimes two of them at once."""
        for message in list(self._telegram.world.chats[GROUP].messages.values()):
            data = _offer(message)
            if data and self._judged.get(message["message_id"]) != data:
                self._judged[message["message_id"]] = data
                self._press_on(int(message["message_id"]), data)

    def _press_on(self, message_id: int, data: str) -> None:
        judges = self._chance.sample(range(self._moderators), self._chance.choice((1, 1, 2)))
        for judge in judges:
            act = self._chance.choice(("approve", "reject.R01"))
            account = FIRST_MODERATOR + judge
            self.sent.presses.append(
                self._telegram.stage.presses(GROUP, account, message_id, data.replace("approve", act))
            )

    def _acts_of(self, tip: int) -> list[Act]:
        account = FIRST_ACCOUNT + tip % self._people
        acts: list[Act] = [partial(self._says, account, tip)]
        if tip % FILES_IN == 0:
            kind = (self._sends_photo, self._sends_album, self._sends_document)[tip // FILES_IN % 3]
            acts.append(partial(kind, account, tip))
        if tip % 5 == 0:
            acts.append(partial(self._edits, account, tip))
        return [*acts, partial(self._presses, account, "c.done"), partial(self._presses, account, "c.send")]

    def _says(self, account: int, tip: int) -> None:
        text = f"Tin số {tip}: phường mở bàn hướng dẫn nộp hồ sơ."
        self._telegram.stage.says(account, account, text)
        self.sent.texts[tip] = text

    def _edits(self, account: int, tip: int) -> None:
        chat = self._telegram.world.chats[account]
        first = next(m for m in reversed(chat.messages.values()) if m.get("text") == self.sent.texts[tip])
        self.sent.texts[tip] += " (đã sửa)"
        self.sent.edits += 1
        self._telegram.stage.edits(account, int(first["message_id"]), self.sent.texts[tip])

    def _sends_photo(self, account: int, tip: int) -> None:
        self.sent.files += 1
        self._telegram.stage.sends_photo(account, account, a_photo(tip), f"Ảnh của tin {tip}")

    def _sends_album(self, account: int, tip: int) -> None:
        self.sent.files, self.sent.albums = self.sent.files + 3, self.sent.albums + 1
        self._telegram.stage.sends_album(account, account, [a_photo(tip * 1000 + part) for part in range(3)])

    def _sends_document(self, account: int, tip: int) -> None:
        self.sent.files += 1
        content = f"%PDF-1.4 tin {tip}".encode() * 50
        self._telegram.stage.sends_file(account, account, "document", content, name=f"tin-{tip}.pdf")

    def _presses(self, account: int, code: str) -> None:
        """Press under the person's own newest message: the desk looks at the code, not at what it hangs on."""
        newest = max(self._telegram.world.chats[account].messages)
        self.sent.presses.append(self._telegram.stage.presses(account, account, newest, f"v1:p::{code}"))


def a_photo(number: int) -> bytes:
    """Return a small JPEG unlike any other."""
    image = Image.new("RGB", (24, 16), (number % 256, number // 256 % 256, number // 65536 % 256))
    exif = Image.Exif()
    exif[0x010E] = f"photo {number}"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _offer(message: dict[str, Any]) -> str:
    """Return the data of the button that approves, where a message offers one."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = (button.get("callback_data", "") for row in rows for button in row)
    return next((data for data in buttons if data.endswith(":approve")), "")
