"""A media store that is down delays files and nothing else."""

from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn."


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
