"""Sending a tip, told sentence by sentence of what is promised."""

from review.access import Standing
from tests.stories.cast import Correspondent, Staff, suspend
from tests.stories.stage import Stage, a_photo

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến, hỗ trợ 37 người."


async def test_only_invited_people_are_let_in(stage: Stage, quan: Correspondent) -> None:
    await quan.says("Tôi có tin nóng")
    await quan.says("/start khong-co-ma-nay")

    assert quan.was_told("chưa có trong danh sách")
    assert stage.count("person") == 0
    assert stage.count("outbox") == 0
    assert stage.count("inbox", "raw <> '' OR chat_key <> 0") == 0
    assert stage.count("counter", "name = 'stranger' AND n = 2") == 1


async def test_who_declines_the_notice_leaves_no_data_and_may_come_back(stage: Stage, quan: Correspondent) -> None:
    code = await quan.follows_invitation()
    await quan.presses("Tôi không đồng ý")

    assert quan.was_told("không lưu thêm dữ liệu nào")
    for table in ("person", "account", "dialogue", "consent", "outbox", "posted_message", "role_grant"):
        assert stage.count(table) == 0, table
    assert stage.count("inbox", "raw <> '' OR chat_key <> 0") == 0

    await quan.says(f"/start {code}")
    assert quan.sees_last().startswith("THÔNG BÁO VỀ DỮ LIỆU CÁ NHÂN")


async def test_joining_takes_an_explicit_yes_that_is_kept_as_proof(stage: Stage, lan: Correspondent) -> None:
    assert lan.was_told("Anh/chị Lan đã là cộng tác viên của Phường Bình Mẫu", "ghi tên: Minh Thư")
    assert stage.count("consent", "notice_version = '1.0' AND length(notice_hash) = 64") == 1


async def test_an_invitation_is_used_up_by_its_first_reader(
    stage: Stage, lan: Correspondent, quan: Correspondent
) -> None:
    code = await quan.follows_invitation()
    late = Correspondent(stage, 700000555, "Muộn")

    await late.says(f"/start {code}")

    assert late.sees() == [late.sees_last()]
    assert stage.count("account", "account_id = 700000555") == 0


async def test_one_living_message_shows_what_has_arrived(lan: Correspondent) -> None:
    before = len(lan.sees())

    await lan.says(TEXT)
    await lan.sends_album([a_photo("red"), a_photo("blue")])
    await lan.says("Chị Hạnh cho biết sẽ làm đến hết năm.")

    assert len(lan.sees()) == before + 1
    assert "2 ảnh" in lan.sees_last()


async def test_a_tip_needs_one_message_and_two_taps(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    reference = await lan.sends(TEXT)

    assert reference == "T-261112-01"
    assert lan.was_told("Đã nhận tin T-261112-01 lúc 11:52", "trước 11:30 ngày 13/11")
    assert "T-261112-01" in minh.card_of(reference)
    assert "Phường Bình Mẫu" in minh.card_of(reference)


async def test_what_is_missing_is_answered_by_one_tap_each(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Phường lập tổ công nghệ số lưu động.")
    await lan.presses("Xong")
    assert lan.was_told("Còn thiếu: thời gian, địa điểm, nguồn")

    await lan.presses("Hôm qua")
    await lan.presses("phường Bình Mẫu")
    await lan.presses("Nguồn")
    await lan.presses("Tôi trực tiếp chứng kiến")
    await lan.presses("Nội dung")
    await lan.presses("Chính quyền số, trực tuyến")

    assert "11/11/2026" in lan.sees_last()
    assert "Còn thiếu" not in lan.sees_last()
    await lan.presses("Gửi Ban Biên tập")
    assert stage.count("tip", "topic = 'SO' AND source_type = 'witness' AND event_where = 'phường Bình Mẫu'") == 1


async def test_an_unfinished_tip_can_be_cancelled_and_is_gone(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.presses("Hủy")

    assert stage.count("tip") == 0
    assert stage.count("tip_message") == 0
    assert "hủy" in lan.sees_last().lower()


async def test_three_days_later_the_dialogue_goes_on_at_the_same_step(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    await lan.presses("Xong")
    await lan.presses("Lưu nháp")

    await stage.time_passes(days=3)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    assert lan.was_told("Đã nhận tin T-261115-01")


async def test_parts_of_an_album_that_come_late_join_the_same_tip(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    play = stage.telegram.stage
    play.sends_photo(lan.chat, lan.account, a_photo("red"), TEXT, media_group_id="g1")
    await stage.settles()
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    play.sends_photo(lan.chat, lan.account, a_photo("blue"), media_group_id="g1")
    await stage.settles()

    assert stage.count("tip") == 1
    assert stage.count("attachment", "tip_id = 1") == 2
    assert "Ảnh 2" in minh.card_of("T-261112-01")


async def test_an_edit_changes_the_tip_while_composed_and_makes_a_version_afterwards(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    number = await lan.says("Phường hỗ trợ 37 người.")
    await lan.edits(number, "Phường hỗ trợ 38 người.")
    await lan.presses("Xong")
    assert "38 người" in lan.sees_last()
    await lan.presses("Gửi Ban Biên tập")

    await lan.edits(number, "Phường hỗ trợ 39 người.")

    assert lan.was_told("phiên bản 2 của tin T-261112-01")
    assert "39 người" in minh.card_of("T-261112-01")
    assert stage.count("tip_version", "tip_id = 1") == 2
    assert stage.count("tip_message", "is_current AND tip_id = 1") == 1


async def test_my_tips_are_listed_with_their_status_and_can_be_withdrawn(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)
    await lan.says("/tin")
    assert f"{reference} · Mới nhận" in lan.sees_last()

    await lan.presses(reference)
    await lan.presses("Rút tin")
    await lan.presses("Rút tin")

    assert stage.count("tip", "status = 'withdrawn'") == 1
    assert "rút" in minh.card_of(reference)


async def test_everything_is_said_in_english_to_who_chose_it(stage: Stage) -> None:
    ann = Correspondent(stage, 700000777, "Ann", language="en")
    await ann.joins(byline="Real name")

    await ann.sends("This morning the ward opened a help desk for online filing.")

    assert ann.was_told("Tip T-261112-01 received at 11:52")
    await ann.says("/ngonngu")
    await ann.presses("Tiếng Việt")
    await ann.says("/tin")
    assert "Mới nhận" in ann.sees_last()


async def test_a_suspended_person_is_told_once_and_nothing_is_kept(stage: Stage, lan: Correspondent) -> None:
    suspend(stage, lan, Standing.BANNED)
    before = len(lan.sees())

    await lan.says(TEXT)
    await lan.says(TEXT)

    assert len(lan.sees()) == before + 1
    assert stage.count("tip") == 0
    assert stage.count("inbox", "raw LIKE '%UBND%'") == 0


async def test_secret_markings_are_refused_before_storage(stage: Stage, lan: Correspondent) -> None:
    await lan.says("Công văn đóng dấu MẬT của phường")

    assert lan.was_told("Kênh này không nhận loại tài liệu đó")
    assert stage.count("tip_message") == 0
    assert stage.count("inbox", "raw LIKE '%C\\u00f4ng v%' ESCAPE '!'") == 0
    assert stage.count("audit", "act = 'refuse_secret' AND outcome = 'refused'") == 1


async def test_the_original_is_kept_back_and_the_copy_has_no_metadata(stage: Stage, lan: Correspondent) -> None:
    await lan.sends_photo(a_photo())

    row = stage.database.read_now(
        lambda s: s.connection().exec_driver_sql("SELECT original, copy_key, state FROM attachment").one()
    )
    assert row.state == "stored"
    assert b"CANARY-CAMERA" in stage.newsroom.media.get(row.original)
    assert b"CANARY-CAMERA" not in stage.newsroom.media.get(row.copy_key)


async def test_a_file_over_the_limit_is_answered_politely_and_the_tip_stays(stage: Stage, lan: Correspondent) -> None:
    await lan.says(TEXT)
    stage.telegram.stage.sends_file(lan.chat, lan.account, "video", b"x", file_size=31 * 1024 * 1024)
    await stage.settles()

    assert lan.was_told("nặng 31 MB", "20 MB")
    assert stage.count("tip", "status = 'composing'") == 1


async def test_what_the_desk_cannot_take_is_said_and_not_lost_silently(stage: Stage, lan: Correspondent) -> None:
    play = stage.telegram.stage
    play._send(
        lan.chat,
        lan.account,
        {
            "sticker": {
                "file_id": "a",
                "file_unique_id": "b",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
                "type": "regular",
            }
        },
        {},
    )
    await stage.settles()

    assert "nhãn dán" in lan.sees_last()
    assert stage.count("tip") == 0


async def test_a_forwarded_message_is_taken_as_a_lead_and_marked(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Báo Ví Dụ", "date": 1794459000}

    await lan.says("(Báo Ví Dụ) - Theo báo cáo của Sở Mẫu, tỷ lệ hồ sơ đạt 71,4%.", forward_origin=origin)
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    card = minh.card_of("T-261112-01")
    assert "chuyển tiếp" in card.lower()
    assert stage.count("tip_message", "forwarded_from = 'Báo Ví Dụ'") == 1


async def test_a_voice_note_alone_is_a_tip_and_marked(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    stage.telegram.stage.sends_file(lan.chat, lan.account, "voice", b"OggS voice", media_type="audio/ogg")
    await stage.settles()
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")

    assert stage.count("attachment", "kind = 'voice' AND state = 'stored' AND copy_key IS NULL") == 1
    assert "ghi âm" in minh.card_of("T-261112-01").lower()


async def test_a_correction_sent_as_a_reply_is_a_new_version_of_the_same_tip(
    stage: Stage, lan: Correspondent, minh: Staff
) -> None:
    reference = await lan.sends(TEXT)

    await lan.says("Dạ em nhầm, là 39 người chứ ko phải 37", reply_to=lan.message_about("Đã nhận tin", reference))

    assert lan.was_told("phiên bản 2 của tin T-261112-01")
    assert stage.count("tip") == 1
    assert stage.count("tip_version", "version = 2") == 1
