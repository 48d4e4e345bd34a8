"""Everything people really send becomes part of one tip, and what is kept back stays back."""

from typing import Any

import pytest

from bot.telegram.kinds import JOINING as KINDS
from tests.chaos.test_corpus import pages_of
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.kinds import JOINING, a_message
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn, hỗ trợ 37 người."
Json = dict[str, Any]


async def brings(stage: Stage, lan: Correspondent, content: Json, number: int = 900) -> None:
    """Have a message with these contents arrive as Telegram writes it."""
    stage.telegram.queue.put({"message": a_message(lan.account, number, content)})
    await stage.settles()


async def sends(lan: Correspondent) -> str:
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    return lan.last_reference()


async def test_any_mix_is_one_tip(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    for number, kind in enumerate(KINDS, 900):
        await brings(stage, lan, JOINING[kind], number)

    reference = await sends(lan)

    assert stage.count("tip") == 1
    assert stage.count("tip_message", "is_current") == len(KINDS)
    assert stage.count("tip", "photos = 2 AND files = 6") == 1
    assert reference in minh.card_of(reference)


async def test_a_place_on_the_map_is_kept_in_words_and_as_coordinates(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    await lan.says(TEXT)
    await brings(stage, lan, JOINING["venue"])
    await lan.presses("Xong")
    assert "UBND phường Bình Mẫu, 12 Đường Mẫu" in lan.sees_last()
    await lan.presses("Gửi Ban Biên tập")
    reference = lan.last_reference()

    async with pages_of(stage, minh) as pages:
        page = (await pages.get(f"/tips/{reference}")).text
    await minh.presses_on_card(reference, "Duyệt")

    assert 'href="geo:10.7769,106.7009"' in page
    assert stage.count("tip", "event_where = 'UBND phường Bình Mẫu, 12 Đường Mẫu'") == 1
    assert stage.count("draft_revision", "CAST(article AS TEXT) LIKE '%10.7769%'") == 0


@ON_SQLITE
async def test_a_place_does_not_overrule_what_was_said(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Địa điểm")
    await lan.presses("Nơi khác")
    await lan.says("khu phố 3")

    await brings(stage, lan, JOINING["venue"])

    assert stage.count("tip", "event_where = 'khu phố 3'") == 1


async def test_a_contact_is_kept_for_who_may_ask_back_and_nobody_else(
    stage: Stage, lan: Correspondent, minh: Staff, ha: Staff
) -> None:
    await lan.says(TEXT)
    await brings(stage, lan, JOINING["contact"])
    assert "Danh bạ được giữ riêng" in lan.sees_last()
    reference = await sends(lan)

    async with pages_of(stage, minh) as pages, pages_of(stage, ha) as others:
        seen, unseen = [(await browser.get(f"/tips/{reference}")).text for browser in (pages, others)]
    await minh.presses_on_card(reference, "Duyệt")

    assert "+84903123456" in seen
    assert "84903" not in unseen
    assert "84903" not in minh.card_of(reference)
    assert stage.count("tip", "excerpt LIKE '%84903%' OR excerpt LIKE '%Hạnh%'") == 0
    assert stage.count("tip_version", "text LIKE '%84903%' OR text LIKE '%Hạnh%'") == 0
    assert stage.count("draft_revision", "CAST(article AS TEXT) LIKE '%84903%'") == 0


@ON_SQLITE
async def test_a_contact_alone_is_no_tip(stage: Stage, lan: Correspondent) -> None:
    await brings(stage, lan, JOINING["contact"])

    assert "chưa có nội dung" in (await lan.presses("Xong")).lower()
    assert stage.count("tip", "status = 'composing'") == 1


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "nguồn gốc được giữ kín"), ("en", "keep its origin to themselves")]
)
async def test_what_was_forwarded_is_a_lead_and_its_origin_is_kept_back(
    stage: Stage, minh: Staff, language: str, said: str
) -> None:
    ann = Correspondent(stage, 700_000_777, "Ann", language=language)
    await ann.joins(byline="Ghi họ tên thật" if language == "vi" else "Real name")
    origin = {"type": "hidden_user", "sender_user_name": "Nguồn Giấu Tên", "date": 1_794_459_000}

    await ann.says(TEXT, forward_origin=origin)
    assert said in ann.sees_last()
    await ann.presses("Xong" if language == "vi" else "Done")
    await ann.presses("Gửi Ban Biên tập" if language == "vi" else "Send to editors")

    card = minh.card_of(ann.last_reference())
    assert "chuyển tiếp" in card.lower()
    async with pages_of(stage, minh) as pages:
        assert "Nguồn Giấu Tên" not in card + (await pages.get(f"/tips/{ann.last_reference()}")).text


@ON_SQLITE
async def test_an_address_hidden_under_words_is_not_lost(stage: Stage, lan: Correspondent) -> None:
    words = "🏛️ Xem tại đây nhé"
    link = {"type": "text_link", "offset": 8, "length": 7, "url": "https://example.org/ke-hoach"}
    plain = {"type": "url", "offset": 0, "length": 9}

    await brings(stage, lan, {"text": words, "entities": [plain, link]})

    assert stage.count("tip_message", "text = '🏛️ Xem tại đây (https://example.org/ke-hoach) nhé'") == 1


async def test_a_photo_sent_as_a_file_is_shown_as_a_photo_and_kept_as_it_is(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    original = a_photo(size=(640, 480))
    play = stage.telegram.stage
    play.sends_file(lan.chat, lan.account, "document", original, name="IMG_1.JPG", media_type="image/jpeg")
    await stage.settles()
    assert "1 ảnh" in lan.sees_last()

    reference = await sends(lan)

    assert "Ảnh (1)" in str(minh._keyboards(stage.group))
    key = stage.database.read_now(
        lambda s: s.connection().exec_driver_sql("SELECT original FROM attachment WHERE copy_key IS NOT NULL").scalar()
    )
    assert stage.newsroom.media.get(str(key)) == original
    assert reference in minh.card_of(reference)


@ON_SQLITE
async def test_what_only_says_it_is_a_photo_is_a_file(stage: Stage, lan: Correspondent) -> None:
    play = stage.telegram.stage
    play.sends_file(lan.chat, lan.account, "document", b"%PDF-1.4 x", name="anh.heic", media_type="image/heic")
    await stage.settles()

    assert "0 ảnh · 1 tệp" in lan.sees_last()
    assert stage.count("attachment", "kind = 'document' AND state = 'stored'") == 1


async def test_a_text_that_telegram_cut_is_one_text_for_everybody(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    text = " ".join([TEXT.rstrip(".")] * 100)
    for number, at in enumerate(range(0, len(text), 4096)):
        piece = {"text": text[at : at + 4096].strip(), "date": 1_794_459_120}
        stage.telegram.queue.put({"message": a_message(lan.account, 900 + number, {}) | piece})
    await stage.settles()

    reference = await sends(lan)
    await minh.presses_on_card(reference, "Duyệt")

    kept = stage.database.read_now(
        lambda s: s.connection().exec_driver_sql("SELECT text FROM tip_version").scalar_one()
    )
    assert kept == text
    assert stage.count("tip_message") == 2


@ON_SQLITE
async def test_who_writes_a_tip_behind_a_command_has_written_a_tip(stage: Stage, lan: Correspondent) -> None:
    await lan.says(f"/tin {TEXT}")
    await lan.says("/hồ sơ được trả tại nhà cho người cao tuổi")

    assert stage.count("tip_message") == 2
    assert "ĐANG SOẠN TIN" in lan.sees_last()
    await lan.says("/huy")
    assert stage.count("tip") == 0


async def test_a_photo_put_in_the_place_of_another_takes_it(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    world = stage.telegram.world
    number = await lan.sends_photo(a_photo("red"), TEXT)

    def becomes(photo: bytes) -> Json:
        message = world.chats[lan.chat].messages[number]
        return {**a_message(lan.account, number, {"photo": world.photo(photo, 64, 48), "caption": message["caption"]})}

    stage.telegram.queue.put({"edited_message": becomes(a_photo("blue"))})
    await stage.settles()
    assert "1 ảnh" in lan.sees_last()
    assert stage.count("attachment") == 1

    reference = await sends(lan)
    stage.telegram.queue.put({"edited_message": becomes(a_photo("green"))})
    await stage.settles()

    assert stage.count("attachment", "state = 'stored'") == 2, "what was sent stays in sight"
    assert stage.count("tip_version", "version = 2") == 1
    assert "Ảnh 2" in minh.card_of(reference)


@ON_SQLITE
async def test_what_is_too_long_for_an_answer_is_part_of_the_tip(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Nguồn")
    await lan.presses("Văn bản, báo cáo")

    await lan.says(f"{TEXT} " * 4)

    assert stage.count("tip_message") == 2
    assert stage.count("tip", "source_detail = ''") == 1
    assert lan.sees_last().startswith("XEM LẠI")


@ON_SQLITE
async def test_a_secret_marking_is_refused_as_an_answer_too(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Nguồn")
    await lan.presses("Văn bản, báo cáo")

    await lan.says("Công văn đóng dấu MẬT của phường")

    assert lan.was_told("Kênh này không nhận loại tài liệu đó")
    assert stage.count("tip", "source_detail = ''") == 1
    assert stage.count("inbox", "raw LIKE '%C\\u00f4ng v%' ESCAPE '!'") == 0
