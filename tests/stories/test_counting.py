"""What the line does is counted on its way: updates, sends, errors by class, and that each process is alive."""

from bot.commands.beating import leave_word
from review import pulse
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn."


async def test_every_update_handled_and_every_notice_sent_is_counted(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await minh.presses_on_card(reference, "Duyệt")

    timings = stage.newsroom.figures.snapshot().timings
    assert timings["update"].number == stage.count("inbox", "state = 'done'")
    assert timings["send"].number >= stage.sent_count()
    assert 0 < timings["update"].seconds < 60


async def test_what_fails_is_counted_by_its_class(stage: Stage, lan: Correspondent) -> None:
    fault = {"kind": "error", "method": "sendmessage", "code": 429, "sentence": "Too Many Requests: retry after 4"}
    stage.telegram.faults.add({**fault, "parameters": {"retry_after": 4}})
    stage.telegram.queue.put({"update_id": 900, "message": {"message_id": 1, "date": "hôm qua", "chat": {"id": 5}}})

    await lan.says("/trogiup")
    await stage.time_passes(seconds=10)

    errors = stage.newsroom.figures.snapshot().errors
    assert errors["send", "flood"] == 1
    assert any(where == "update" for where, _ in errors)


async def test_a_file_that_cannot_be_stored_is_counted(stage: Stage, lan: Correspondent) -> None:
    stage.newsroom.settings.media_dir.write_text("a file where the folder should be")
    stage.telegram.stage.sends_photo(lan.chat, lan.account, b"\xff\xd8 no real photo", TEXT)

    await stage.settles()

    assert [where for where, _ in stage.newsroom.figures.snapshot().errors] == ["store"]


async def test_a_process_leaves_word_with_what_it_counted(stage: Stage, lan: Correspondent) -> None:
    await lan.sends(TEXT)

    await leave_word(stage.newsroom)

    (said,) = stage.database.read_now(lambda session: pulse.pulses(session, now=stage.now))
    assert said.process == stage.newsroom.figures.process
    assert said.snapshot.timings == stage.newsroom.figures.snapshot().timings
    assert said.is_alive(stage.now)
