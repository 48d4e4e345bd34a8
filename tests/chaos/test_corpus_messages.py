"""Hostile texts in every place of a message: each is stored, and nothing the desk says about it is refused."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.forms import dumped
from review.language.clean import clean_text
from tests.chaos.corpus import is_a_command, texts
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.chaos.test_corpus import refused_calls
from tests.chaos.updates import NOON, a_text
from tests.stories.cast import Correspondent
from tests.stories.stage import Stage, opened_stage

MESSAGES = size(60, 10_000)
BATCH = 20  # of one tip, thrown away at its end
A_DAY = 18  # batches: more unfinished tips a day nobody may throw away
FIRST = 700_008_500
Json = dict[str, Any]

pytestmark = pytest.mark.chaos


def as_text(message: Json, text: str, _luck: random.Random) -> bool:
    message["text"] = text
    return bool(clean_text(text).strip()) and not is_a_command(clean_text(text))


def as_caption(message: Json, text: str, _luck: random.Random) -> bool:
    name = text[:200]
    document = {"file_id": "F", "file_unique_id": f"U{message['message_id']}", "file_size": 21 << 20, "file_name": name}
    message |= {"caption": text[:1024], "document": document | {"mime_type": name}}
    return True


def as_a_place(message: Json, text: str, _luck: random.Random) -> bool:
    point = {"latitude": 10.7, "longitude": 106.7}
    message |= {"venue": {"location": point, "title": text, "address": text[::-1]}, "location": point}
    return True


def as_a_contact(message: Json, text: str, _luck: random.Random) -> bool:
    message["contact"] = {"phone_number": text[:50], "first_name": text, "last_name": text[::-1]}
    return True


def as_an_origin(message: Json, text: str, _luck: random.Random) -> bool:
    message |= {"forward_origin": {"type": "hidden_user", "sender_user_name": text, "date": NOON}, "text": "Tin"}
    return True


def as_a_link(message: Json, text: str, luck: random.Random) -> bool:
    """Hide an address under any units of a text, through the middle of a character too."""
    message["text"] = f"x {text}"
    units = len(message["text"].encode("utf-16-le", "surrogatepass")) // 2
    begin = luck.randrange(units)
    place = {"offset": begin, "length": luck.randint(1, units - begin)}
    message["entities"] = [{"type": "text_link", "url": f"https://a.example/{text[:90]}", **place}]
    return True


PLACES: tuple[Callable[[Json, str, random.Random], bool], ...] = (
    *(as_text, as_text, as_text, as_caption, as_a_place, as_a_contact, as_an_origin, as_a_link),
)


@ON_BOTH_IN_FULL
async def test_whatever_stands_anywhere_in_a_message_is_stored_and_answered(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures, luck = Figures(capsys, "corpus of messages"), chance("messages")
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan = Correspondent(stage, FIRST, "Lan")
        await lan.joins(byline="Ghi họ tên thật")
        batch: list[Json] = []
        for number, text in enumerate(texts("messages", MESSAGES)):
            batch.append(a_text(lan.account, 10_000 + number, "")["message"] | {"text": None, "_hostile": text})
            if len(batch) == BATCH or number == MESSAGES - 1:
                figures.lost += await lost(stage, lan, batch, luck)
                batch = []
            if number % (BATCH * A_DAY) == BATCH * A_DAY - 1:
                await stage.time_passes(days=1)
        assert stage.count("inbox", "state <> 'done'") == 0
        assert stage.count("outbox", "state = 'gone'") == 0
        assert [call for call in refused_calls(stage) if "getfile" not in str(call)] == []
    figures.told(f"{MESSAGES} messages")


async def lost(stage: Stage, lan: Correspondent, batch: list[Json], luck: random.Random) -> int:
    """Send a batch, look at its preview, change its first message and throw it away; returns how many are missing."""
    expected = 0
    for at, message in enumerate(batch):
        text = message.pop("_hostile")
        del message["text"]
        expected += PLACES[at % len(PLACES)](message, text, luck)
        stage.telegram.queue.put({"message": message})
        dumped(message)
    await stage.settles()
    kept = stage.count("tip_message", "is_current")
    await lan.presses("Xong")
    if "text" in batch[0]:
        stage.telegram.queue.put({"edited_message": batch[0] | {"text": batch[0]["text"][::-1], "edit_date": NOON}})
    await lan.says("/huy")
    return expected - kept
