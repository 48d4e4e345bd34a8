"""A desk restored from a backup: it works, and nobody hears from it until an admin lets it go."""

from datetime import timedelta

from review import holding
from review.access import Role
from review.holding import Held
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage


async def test_a_held_desk_takes_messages_and_answers_only_after_the_release(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    stage.database.act_now(
        lambda session: holding.hold(session, Held(stage.now - timedelta(hours=9), stage.now), now=stage.now)
    )
    before = stage.sent_count()

    await lan.says("Phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến.")
    assert stage.sent_count() == before
    assert stage.count("tip", "status = 'composing'") == 1

    stage.database.act_now(lambda session: holding.release(session, by=None, door="cli", now=stage.now))
    await stage.settles()
    assert stage.sent_count() > before
    assert "Xong" in lan.buttons()


async def test_the_admins_are_told_what_is_missing_as_the_first_message(stage: Stage, minh: Staff) -> None:
    admin = Staff(stage, 700000204, "Quản trị", role=Role.ADMIN)
    await admin.joins()
    stage.database.act_now(
        lambda session: holding.hold(session, Held(stage.now - timedelta(hours=9), stage.now), now=stage.now)
    )
    stage.database.act_now(lambda session: holding.release(session, by=None, door="cli", now=stage.now))
    await stage.settles()

    assert admin.was_told("khôi phục từ bản sao lưu", "02:52 ngày 12/11", "11:52 ngày 12/11")
