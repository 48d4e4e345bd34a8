"""What is said before a tip is sent, never blocks and is kept, told sentence by sentence of what is promised."""

import pytest

from bot.commands.comparing import compare
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.kept import article, warned
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."
PRIVATE = f"{TEXT} Liên hệ chị Nguyễn Thị Lan, 0909 000 111."


async def likens(stage: Stage) -> None:
    """Let the worker compare what has come in."""
    while await compare(stage.newsroom):
        pass


async def test_private_data_is_masked_unless_those_concerned_agreed(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(PRIVATE)
    await lan.presses("Xong")
    assert "riêng tư (nêu tên người dân, số di động): khi đăng sẽ được che" in lan.sees_last()

    await lan.presses("Người liên quan đã đồng ý")
    assert "người liên quan đã đồng ý nêu" in lan.sees_last()
    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage) == {"personal": "keep"}
    assert "Người gửi đã được nhắc: thông tin riêng tư, cho biết đã được đồng ý" in minh.card_of("T-261112-01")


@ON_SQLITE
async def test_what_those_concerned_agreed_to_stays_open_until_an_editor_made_sure(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(PRIVATE)
    await lan.presses("Xong")
    await lan.presses("Người liên quan đã đồng ý")
    await lan.presses("Gửi Ban Biên tập")
    await minh.presses_on_card("T-261112-01", "Duyệt")

    printed = str(article(stage).fields())
    assert "0909 000 111 [[đã đồng ý nêu?]]" in printed
    assert "Nguyễn Thị Lan [[đã đồng ý nêu?]]" in printed


@ON_SQLITE
async def test_an_identity_number_may_not_be_left_to_stand(stage: Stage, lan: Correspondent) -> None:
    await lan.says(f"{TEXT} CCCD 068000000001.")
    await lan.presses("Xong")

    assert "số căn cước" in lan.sees_last()
    assert "Người liên quan đã đồng ý" not in lan.buttons()
    await lan.presses("Gửi Ban Biên tập")
    assert warned(stage) == {"personal": "mask"}


@ON_SQLITE
@pytest.mark.parametrize(("answer", "kept"), [("Có giấy tờ", "yes"), ("Không có giấy tờ", "no")])
async def test_photos_of_papers_are_asked_about(
    stage: Stage, lan: Correspondent, minh: Staff, answer: str, kept: str
) -> None:
    await lan.sends_photo(a_photo(size=(1280, 960)), TEXT)
    await lan.presses("Xong")
    assert "Ảnh có chụp giấy tờ của người dân không?" in lan.sees_last()

    await lan.presses(answer)
    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage) == {"papers": kept}
    assert ("giấy tờ" in minh.card_of("T-261112-01")) is (kept == "yes")


@ON_SQLITE
@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("(Báo Ví Dụ) - Theo báo cáo của Sở Mẫu, tỷ lệ hồ sơ đạt 71,4%.", "press", "Giống tin của báo khác"),
        ("https://vidu.example.vn/tin/123.html", "bare_link", "Mới chỉ có đường liên kết"),
        ("Nhà tôi nộp hồ sơ hai tháng nay, gọi mãi không ai giải quyết, nhờ can thiệp giùm.", "complaint", "1022"),
        (f"{TEXT} " + "Bà con đến rất đông. " * 250, "long_text", "trên 1.200 chữ"),
    ],
)
async def test_what_a_text_is_warned_of_never_blocks_and_is_kept(
    stage: Stage, lan: Correspondent, text: str, code: str, shown: str
) -> None:
    await lan.says(text)
    await lan.presses("Xong")
    assert shown in lan.sees_last()

    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("tip", "status = 'received'") == 1
    assert warned(stage)[code] == "sent"


@ON_SQLITE
async def test_a_small_photo_is_warned_of(stage: Stage, lan: Correspondent) -> None:
    await lan.sends_photo(a_photo(), TEXT)
    await lan.presses("Xong")
    assert "Có ảnh hơi nhỏ" in lan.sees_last()

    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage) == {"small_photo": "sent"}


@ON_SQLITE
async def test_material_that_was_made_public_goes_on(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Phường lấy ý kiến dự thảo quy chế tiếp dân.")
    await lan.presses("Xong")
    await lan.presses("Đã được công bố")
    await lan.presses("Gửi Ban Biên tập")

    assert warned(stage)["unissued"] == "public"


async def test_a_tip_that_looks_like_ones_own_may_join_it(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends(TEXT)
    await likens(stage)
    await lan.says(TEXT.replace("37 người", "39 người, trong đó 12 người lớn tuổi"))
    await lan.presses("Xong")
    assert f"Gần giống tin {reference} (Mới nhận)" in lan.sees_last()

    await lan.presses(f"Bổ sung vào tin {reference}")

    assert stage.count("tip") == 1
    assert stage.count("tip_message", "tip_id = 1 AND is_current") == 2
    assert stage.count("tip_version", "tip_id = 1 AND version = 2") == 1
    assert lan.was_told(f"phiên bản 2 của tin {reference}")


async def test_a_tip_that_looks_like_anothers_is_sent_and_the_desk_is_told(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await likens(stage)
    tu = Correspondent(stage, 700000102, "Tú")
    await tu.joins(pen_name="Anh Tú")
    await tu.says(TEXT)
    await tu.presses("Xong")
    await tu.presses(f"Bổ sung vào tin {reference}")

    assert stage.count("tip", "status = 'received'") == 2
    assert warned(stage)["alike"] == f"join:{reference}"
    assert f"xin gộp vào tin {reference}" in minh.card_of("T-261112-02")


async def test_a_tip_that_looks_like_another_may_be_sent_as_new(stage: Stage, lan: Correspondent) -> None:
    reference = await lan.sends(TEXT)
    await likens(stage)
    await lan.sends(TEXT)

    assert stage.count("tip", "status = 'received'") == 2
    assert warned(stage)["alike"] == reference
