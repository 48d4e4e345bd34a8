"""A media store that is down delays files and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.telegram.budgets import Meter
from bot.telegram.courier import Courier
from bot.telegram.files import Fetcher
from review.media.opening import store_of
from tests.bucket import Bucket, moto_bucket
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn."


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with moto_bucket() as opened:
        yield opened


def goes_down(stage: Stage) -> None:
    stage.newsroom.settings.media_dir.write_text("a file where the folder should be")


def comes_back(stage: Stage) -> None:
    stage.newsroom.settings.media_dir.unlink()


async def test_a_store_that_is_down_for_hours_only_delays(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    goes_down(stage)
    await lan.sends_album([a_photo("red"), a_photo("blue")], TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    reference = lan.last_reference()
    assert reference in minh.card_of(reference)
    for _ in range(6):
        await stage.time_passes(hours=1)
    assert stage.count("attachment", "state = 'pending' AND attempts = 0") == 2

    comes_back(stage)
    await stage.time_passes(seconds=31)

    assert stage.count("attachment", "state = 'stored' AND copy_key IS NOT NULL AND error_class IS NULL") == 2
    assert not lan.was_told("không tải được")


async def test_photos_asked_for_meanwhile_come_later(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    await lan.sends_photo(a_photo("red"), TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    folder = stage.newsroom.settings.media_dir
    folder.rename(folder.with_name("unplugged"))

    await minh.presses_on_card(lan.last_reference(), "Ảnh (1)")
    assert not [m for m in minh._messages(stage.group) if "photo" in m]

    folder.with_name("unplugged").rename(folder)
    await stage.time_passes(seconds=10)
    assert len([m for m in minh._messages(stage.group) if "photo" in m]) == 1


async def test_photos_in_a_bucket_go_the_whole_way(
    stage: Stage, lan: Correspondent, minh: Staff, bucket: Bucket
) -> None:
    store = store_of(bucket.settings(stage.newsroom.settings.data_dir, prefix=f"desk-{id(stage)}"))
    office = replace(stage.watch.office, newsroom=replace(stage.newsroom, media=store))
    stage.fetcher = Fetcher(office)
    stage.courier = Courier(office, Meter(stage.newsroom.settings.telegram_budgets))

    await lan.sends_album([a_photo("red"), a_photo("blue")], TEXT)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    await minh.presses_on_card(lan.last_reference(), "Ảnh (2)")

    assert len(list(store.keys())) == 4, "two originals and two copies"
    album = [m for m in minh._messages(stage.group) if "photo" in m]
    sent = stage.telegram.world.files[album[0]["photo"][0]["file_id"]].content
    assert b"CANARY-CAMERA" not in sent
    assert len(album) == 2
    assert not stage.newsroom.settings.media_dir.exists()
