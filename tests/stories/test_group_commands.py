"""What moderators type in their group: how much waits, a search, help; and who is not answered."""

import pytest

from review.search import index
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage
from tests.stories.test_second_look import rejected

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
PRIVATE = "Bà Nguyễn Thị Hoa, SN 1960, gọi 0909 000 111 báo tin cầu số 3 ngập từ 5 giờ sáng."


async def indexed(stage: Stage) -> None:
    while stage.database.act_now(index.keep_up):
        pass


async def asks(who: Staff, text: str) -> str:
    """Say something in the group; returns the one message that answers it."""
    before = len(who.cards())
    await who.says_in_group(text)
    said = who.cards()[before:]
    assert len(said) == 1, said
    return said[0]


async def test_ton_says_how_much_waits_and_names_the_overdue_and_the_oldest_with_their_links(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    assert await asks(minh, "/ton") == "Không còn tin nào chờ duyệt.\nTrang duyệt tin: http://127.0.0.1:8080/queue"
    late = await lan.sends(PRIVATE)
    await stage.time_passes(days=3)
    new = await lan.sends(TEXT)

    said = await asks(minh, "/ton")

    assert "HÀNG CHỜ DUYỆT: 2 tin mới nhận, 0 tin chờ bổ sung." in said
    overdue, _, oldest = said.partition("Chờ lâu nhất:")
    assert "Quá hạn (1):" in overdue
    assert f"{late} · gửi 11:52 ngày 12/11 · Bà N.T.H., SN ****, gọi [đã ẩn] báo tin" in overdue
    assert f"http://127.0.0.1:8080/tips/{late}" in overdue
    assert f"{new} · gửi" in oldest
    assert f"http://127.0.0.1:8080/tips/{new}" in oldest
    assert late not in oldest


async def test_tim_finds_tips_with_their_status_and_masks_personal_data(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(PRIVATE)
    other = await lan.sends(TEXT)
    await rejected(stage, reference, minh)
    await indexed(stage)

    said = await asks(minh, "/tim cau so 3 ngap")

    assert f"{reference} · Không dùng · Bà N.T.H., SN ****, gọi [đã ẩn] báo tin cầu số 3 ngập" in said
    assert f"http://127.0.0.1:8080/tips/{reference}" in said
    assert other not in said
    assert "Không tìm thấy tin nào." in await asks(minh, "/tim sân bay vũ trụ")
    assert "/tim từ ngữ" in await asks(minh, "/tim")
    assert stage.count("outbox", "kind = 'group_found' AND CAST(details AS TEXT) LIKE '%N.T.H.%'") == 0
    assert stage.count("inbox", "raw LIKE '%cau so 3%'") == 0, "what was looked for is not kept"


async def test_a_search_shows_eight_tips_and_says_that_there_are_more(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    for number in range(9):
        await lan.sends(f"{TEXT} Lần thứ {number}.")
    await indexed(stage)

    said = await asks(minh, "/tim huong dan")

    assert said.count("/tips/T-") == 8
    assert "Còn nữa" in said
    assert "T-261112-01" not in said


async def test_the_english_names_are_answered_in_english(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)
    await indexed(stage)

    assert "WAITING: 1 received, 0 waiting for details." in await asks(minh, "/waiting")
    assert f"FOUND\n{reference} · Received · Sáng nay" in await asks(minh, "/find hướng dẫn")
    assert "/find words – find tips" in await asks(minh, "/help")
    assert "/tim từ ngữ – tìm tin" in await asks(minh, f"/trogiup@{stage.telegram.world.me['username']}")


@pytest.mark.parametrize("command", ["/ton", "/tim hướng dẫn", "/trogiup"])
async def test_nobody_but_a_moderator_is_answered_in_the_group(
    stage: Stage, lan: Correspondent, quan: Correspondent, minh: Staff, ha: Staff, command: str
) -> None:
    await lan.sends(TEXT)
    shown, sent = minh.cards(), stage.sent_count()

    for account in (lan, quan, ha):
        stage.telegram.stage.says(stage.group, account.account, command)
    await stage.settles()

    assert minh.cards() == shown
    assert stage.sent_count() == sent
    assert stage.count("audit", "act LIKE 'group_%' AND outcome = 'not_allowed'") == 3


async def test_a_moderator_is_not_answered_in_another_group_nor_for_another_bot(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.sends(TEXT)
    elsewhere = -1_007_000_000_077
    stage.telegram.world.group(elsewhere, "Nhóm khác", [], [minh.account])
    sent = stage.sent_count()

    stage.telegram.stage.says(elsewhere, minh.account, "/ton")
    await minh.says_in_group("/ton@another_bot")
    await minh.says_in_group("ton bao nhiêu tin ạ?")

    assert stage.sent_count() == sent
