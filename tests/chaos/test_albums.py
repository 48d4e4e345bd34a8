"""One album is one tip with all its parts, whatever the delay, the order, the repeats, the restarts (promise P8)."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.dispatch import Worker
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.chaos.updates import NOON, a_text
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, opened_stage

ROUNDS = size(4, 300)
FIRST = 700_005_000
KINDS = ("photo", "photo", "photo", "video", "document")

pytestmark = pytest.mark.chaos


@dataclass
class Album:
    """Two to ten parts of one group; the parts are Telegram's updates, in the order they were taken."""

    account: int
    group: str
    parts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        return [part["message"]["message_id"] for part in self.parts]


@ON_BOTH_IN_FULL
async def test_an_album_is_one_tip_with_all_its_parts(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, told, parts = chance("albums"), Figures(capsys, "albums"), 0
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        for number in range(ROUNDS):
            one, other = [Correspondent(stage, FIRST + 2 * number + which, "Lan") for which in (0, 1)]
            await one.joins()
            await other.joins()
            albums = [an_album(person.account, number, luck) for person in (one, other)]
            await sent_interleaved(stage, albums, luck)
            for album in albums:
                parts += len(album.parts)
                kept = parts_kept(stage, album)
                told.lost += len(set(album.numbers) - set(kept))
                told.doubled += len(kept) - len(set(kept)) + tips_of(stage, album) - 1
                assert kept == sorted(album.numbers)
        assert stage.count("inbox", "state <> 'done'") == 0
    told.told(f"{2 * ROUNDS} albums of {parts} parts")


@ON_BOTH_IN_FULL
async def test_a_part_that_comes_after_the_decision_joins_and_is_flagged(database_url: str, tmp_path: Path) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan, minh = Correspondent(stage, FIRST, "Lan"), Staff(stage, FIRST + 1, "Minh")
        await lan.joins()
        await minh.joins()
        album = an_album(lan.account, 1, chance("late part"))
        for part in album.parts[:-1]:
            stage.telegram.queue.put(part)
        await stage.settles()
        await lan.presses("Xong")
        await lan.presses("Gửi Ban Biên tập")
        await minh.presses_on_card(lan.last_reference(), "Duyệt")

        stage.telegram.queue.put(album.parts[-1])
        await stage.settles()

        assert parts_kept(stage, album) == sorted(album.numbers)
        assert tips_of(stage, album) == 1
        assert stage.count("tip_message", "is_late") == 1
        assert lan.was_told(lan.last_reference(), "quyết định")


def an_album(account: int, number: int, luck: random.Random) -> Album:
    """Return an album of mixed kinds, its caption on any part."""
    album, parts = Album(account, f"group{number}"), luck.randint(2, 10)
    captioned = luck.randrange(parts)
    for part in range(parts):
        first = 20_000 + number * 100
        album.parts.append(a_part(account, first + part, album.group, luck.choice(KINDS)))
        if part == captioned:
            album.parts[-1]["message"]["caption"] = f"Album {number}"
    return album


def a_part(account: int, number: int, group: str, kind: str) -> dict[str, Any]:
    file = {"file_id": f"F{account}{number}", "file_unique_id": f"U{account}{number}", "file_size": 9}
    shape: Any = file | {"width": 90, "height": 60, "duration": 3}
    message = a_text(account, number, "", media_group_id=group)["message"] | {"date": NOON}
    del message["text"]
    return {"message": message | {kind: [shape] if kind == "photo" else shape}}


async def sent_interleaved(stage: Stage, albums: Sequence[Album], luck: random.Random) -> None:
    """Send the parts shuffled into each other, with gaps up to 30 s, repeats, edits of the caption and restarts."""
    waiting = [part for album in albums for part in album.parts]
    luck.shuffle(waiting)
    sent: list[dict[str, Any]] = []
    for part in waiting:
        stage.telegram.queue.put(part)
        sent.append(part)
        if luck.random() < 0.3:
            stage.telegram.queue.put(luck.choice(sent))
        if luck.random() < 0.2:
            captioned = [one for one in sent if "caption" in one["message"]]
            for one in captioned[:1]:
                stage.telegram.queue.put({"edited_message": one["message"] | {"caption": "Sửa", "edit_date": NOON + 9}})
        if luck.random() < 0.5:
            await stage.time_passes(seconds=luck.randint(0, 30))
        if luck.random() < 0.2:
            restarts(stage)
    await stage.settles()


def restarts(stage: Stage) -> None:
    """Begin with a new worker that remembers nothing, and a poller without an offset."""
    stage.worker, stage.offset = Worker(stage.worker._office, stage.worker._application), None


def parts_kept(stage: Stage, album: Album) -> list[int]:
    query = (
        "SELECT message_id FROM tip_message WHERE is_current AND chat_id = "  # noqa: S608 - the test's own words
        f"{album.account} AND media_group_id = '{album.group}' ORDER BY sent_at, message_id"
    )
    return list(stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).scalars().all()))


def tips_of(stage: Stage, album: Album) -> int:
    query = f"SELECT count(DISTINCT tip_id) FROM tip_message WHERE chat_id = {album.account}"  # noqa: S608 - as above
    return int(stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).scalar_one()))
