"""Which words of a tip go where: texts that are none of the samples."""

from dataclasses import replace

import pytest

from review.rendering.asides import parted
from review.rendering.credit import byline, source_line, stated_source
from review.rendering.drafts import render
from review.rendering.forming import form
from review.rendering.story import StoryMessage, StoryPhoto
from tests.rules.tips_told import SENT_AT, a_story, told, whole


@pytest.mark.parametrize(
    "line",
    [
        "Kính gửi Ban Biên tập,",
        "Dạ em chào anh chị ạ!",
        "Em Tuấn bên phường Bình Mẫu.",
        "Em gửi kèm 3 tấm hình cho anh chị ạ!",
        "Hình này do em chụp.",
        "Ảnh em gửi sau nha.",
        "co anh nhe",
        "Trân trọng cảm ơn!",
        "Nhờ BBT biên tập giúp em ạ",
        "Số liệu em lấy từ báo cáo quý 3 của xã.",
        "Chị Bí thư đã đồng ý cho đăng ạ.",
    ],
)
def test_words_to_the_desk_are_set_aside(line: str) -> None:
    parts = parted(line)

    assert parts.text == ""
    assert parts.asides


@pytest.mark.parametrize(
    "line",
    [
        "Em Nguyễn Văn A, học sinh lớp 9, đạt giải Nhất.",
        "Cảm ơn cán bộ phường đã tận tình hướng dẫn.",
        "Phường gửi file mẫu cho từng hộ dân qua Zalo.",
        "Số liệu lấy từ hệ thống một cửa cho thấy 95% hồ sơ đúng hạn.",
        "Hình ảnh cán bộ tận tình để lại ấn tượng đẹp.",
        "Trân trọng kính mời bà con tham dự.",
        "UBND thành phố đã đồng ý cho đăng cai hội thi.",
        "Gửi BBT tin hôm nay phường em tổ chức hội nghị đối thoại có 50 người dự.",
    ],
)
def test_news_is_never_taken_for_words_to_the_desk(line: str) -> None:
    assert parted(line).text == line


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Em chào anh chị, hôm nay phường ra quân, em gửi 3 hình ạ.", "Hôm nay phường ra quân."),
        ("Dạ chào anh chị, sáng nay xã ra quân, có 20 người, trời mưa.", "Sáng nay xã ra quân, có 20 người, trời mưa."),
        ("Em gửi tin nhanh: chiều nay xã tổ chức đối thoại.", "Chiều nay xã tổ chức đối thoại."),
        ("Dạ, buổi này có 20 người tham dự ạ.", "Buổi này có 20 người tham dự."),
    ],
)
def test_only_the_clause_to_the_desk_is_cut(line: str, kept: str) -> None:
    assert parted(line).text == kept


def test_relative_days_become_dates_but_quotations_keep_their_words() -> None:
    article = render(told("Hôm qua, UBND phường Bình Mẫu mở lớp. Bà con nói: “Hôm qua tui tới, hôm nay xong”.")).article

    assert article.standfirst == "Ngày 11/11, UBND phường Bình Mẫu mở lớp."
    assert "“Hôm qua tui tới, hôm nay xong”" in article.body[0]


def test_a_vague_day_asks_for_the_day() -> None:
    article = render(told("Tuần rồi UBND phường Bình Mẫu mở lớp cho 20 người tại hội trường.")).article

    assert "[[ngày diễn ra]]" in article.standfirst
    assert "từ 2/11 đến 8/11" in article.standfirst
    assert article.event_date is None


def test_day_and_place_told_by_one_tap_are_used_instead_of_questions() -> None:
    story = told("Đoàn viên hướng dẫn bà con nộp hồ sơ.", event_when="hôm qua", event_where="nhà văn hóa khu phố 3")

    article = render(story).article

    assert article.standfirst.startswith("Ngày 11/11")
    assert "Địa điểm: nhà văn hóa khu phố 3." in article.standfirst
    assert str(article.event_date) == "2026-11-11"
    assert not {"[[ngày diễn ra]]", "[[địa điểm]]"} & set(article.placeholders())


def test_missing_day_and_place_are_asked_once() -> None:
    placeholders = render(told("Bà con rất hài lòng với cách làm mới.")).article.placeholders()

    assert placeholders == ["[[tít]]", "[[ngày diễn ra]]", "[[địa điểm]]"]


def test_the_standfirst_is_the_sentence_that_says_when_who_and_where() -> None:
    text = (
        "Bà con ai cũng vui. Sáng nay, UBND xã An Mẫu trao 12 máy tính cho tổ công nghệ số. Máy do doanh nghiệp tặng."
    )

    article = render(told(text, unit="xã An Mẫu")).article

    assert article.standfirst == "Sáng 12/11, UBND xã An Mẫu trao 12 máy tính cho tổ công nghệ số."
    assert article.body == ("Bà con ai cũng vui. Máy do doanh nghiệp tặng.",)
    assert article.title == "UBND xã An Mẫu trao 12 máy tính cho tổ công nghệ số"


@pytest.mark.parametrize(
    "text",
    [
        "Sáng nay, nhiều người dân đến UBND phường Bình Mẫu làm hồ sơ.",  # the ward does nothing here
        "Sáng nay, Đoàn phường ra quân.",  # names no ward
        "UBND phường Bình Mẫu họp.",  # too short to be a title
    ],
)
def test_a_title_that_would_be_a_guess_stays_open(text: str) -> None:
    assert render(told(text)).article.title == "[[tít]]"


@pytest.mark.parametrize(
    ("correction", "shown"),
    [
        ("Em nhầm, 41 lượt người chứ ko phải 52", "có 41 lượt người tham dự"),
        ("Đính chính: không phải 52 mà là 41 người ạ", "có 41 người tham dự"),
        ("Anh chị sửa 52 thành 41 giúp em", "có 41 người tham dự"),
    ],
)
def test_a_plain_correction_by_the_same_author_is_applied(correction: str, shown: str) -> None:
    article = render(told("Sáng nay phường Bình Mẫu mở lớp, có 52 người tham dự.", correction)).article

    assert shown in article.standfirst
    assert "52" not in whole(article)


def test_another_authors_correction_leaves_both_figures_open() -> None:
    first = StoryMessage(1, "Sáng nay phường Bình Mẫu mở lớp, có 52 người tham dự.", SENT_AT, "Lan")
    second = StoryMessage(2, "41 người chứ không phải 52 nha", SENT_AT, "Minh")

    article = render(a_story(first, second, authors=("Lan", "Minh"))).article

    assert "có [[52 hay 41]] người tham dự" in article.standfirst


def test_a_correction_that_fits_nothing_stays_visible() -> None:
    article = render(told("Sáng nay phường Bình Mẫu mở lớp.", "Em nhầm, 41 người chứ không phải 99")).article

    assert "[[đính chính: Em nhầm, 41 người chứ không phải 99]]" in article.placeholders()


def test_a_residents_name_and_number_are_hidden_and_asked_for() -> None:
    text = (
        "Sáng nay, UBND phường Bình Mẫu hỗ trợ bà con. Chị Thu Trang nói: “Nhanh quá”. Chị Trang cho số 0909 000 111."
    )

    article = render(told(text)).article

    assert "Chị T.T. [[tên, nếu chị đồng ý]] nói" in article.body[0]
    assert "Trang" not in whole(article)
    assert "0909" not in whole(article)


def test_an_officials_name_stays() -> None:
    text = "Sáng nay, bà Trần Thị Mẫu, Chủ tịch UBND phường Bình Mẫu cho biết đã xong. Bà Mẫu nói thêm: “Sẽ làm tiếp”."

    assert "Trần Thị Mẫu" in whole(render(told(text)).article)
    assert "nếu bà đồng ý" not in whole(render(told(text)).article)


def test_answers_stand_behind_their_questions() -> None:
    told_first = StoryMessage(1, "UBND phường Bình Mẫu mở lớp ngày 10/11.", SENT_AT, "Lan")
    answer = StoryMessage(2, "dạ tới hết năm nay ạ", SENT_AT, "Lan", question="Hoạt động duy trì đến khi nào?")

    article = render(a_story(told_first, answer)).article

    assert article.body[-1].startswith("[[Hoạt động duy trì đến khi nào?]] Tới hết năm")


def test_captions_go_to_their_photos_by_number() -> None:
    photos = tuple(StoryPhoto(number) for number in (1, 2, 3))
    story = told("Sáng nay phường Bình Mẫu mở lớp.", "H1 bà con chờ, H2, H3: đoàn viên hướng dẫn", photos=photos)

    article = render(story).article

    captions = [photo.caption for photo in article.photos]
    assert captions == ["Bà con chờ.", "Đoàn viên hướng dẫn.", "Đoàn viên hướng dẫn."]
    assert article.body == ()


def test_a_caption_beside_the_tips_text_is_no_paragraph() -> None:
    text = "Sáng nay, UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến."
    photo = StoryPhoto(1, caption="Bà con chờ tới lượt. Ảnh: Lan")
    story = told(text, "Bà con chờ tới lượt. Ảnh: Lan", photos=(photo,))

    article = render(story).article

    assert (article.photos[0].caption, article.photos[0].credit) == ("Bà con chờ tới lượt.", "Ảnh: Lan")
    assert "Bà con chờ" not in " ".join([article.standfirst, *article.body])


def test_the_tips_text_on_its_only_photo_is_the_text() -> None:
    text = "Sáng nay, UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến."

    article = render(told(text, photos=(StoryPhoto(1, caption=text, is_own=False),))).article

    assert article.standfirst.endswith("nộp hồ sơ trực tuyến.")
    assert article.photos[0].credit == "Ảnh: [[nguồn ảnh, quyền sử dụng]]"


@pytest.mark.parametrize(
    ("kind", "detail", "line"),
    [
        ("document", "215/BC-UBND", "(Theo Báo cáo số 215/BC-UBND của [[cơ quan ban hành]])"),
        ("document", "9/KH-UBND của phường", "(Theo Kế hoạch số 9/KH-UBND của UBND phường Bình Mẫu)"),
        ("document", "Kế hoạch số 12/KH-UBND của UBND xã An Mẫu", "(Theo Kế hoạch số 12/KH-UBND của UBND xã An Mẫu)"),
        ("document", "báo cáo tuần của phường", "(Theo báo cáo tuần của phường Bình Mẫu [[số, ngày]])"),
        ("document", "", "(Theo văn bản [[số, ngày]])"),
        ("other_outlet", "(Theo HCM CityWeb)", "(Theo HCM CityWeb)"),
        ("witness", "", ""),
        ("official", "ông Nguyễn Văn Mẫu", ""),
        (None, "", ""),
    ],
)
def test_the_source_line_follows_the_type_of_source(kind: str | None, detail: str, line: str) -> None:
    assert source_line(told("x", source_type=kind, source_detail=detail), "") == line


def test_a_stated_source_is_read_from_its_sentence() -> None:
    assert stated_source("Nguồn: Báo cáo số 9/BC-UBND của phường.") == "Báo cáo số 9/BC-UBND của phường"
    assert stated_source("Nguồn nước được kiểm tra hằng tuần.") == ""


def test_unnamed_correspondents_are_credited_by_their_unit() -> None:
    assert byline(("Minh Thư", "Hoài An", "Minh Thư"), "phường Tân Mẫu") == "Minh Thư - Hoài An"
    assert byline(("",), "phường Tân Mẫu") == "CTV phường Tân Mẫu"


def test_a_text_that_only_looks_short_is_not_taken_for_a_formed_one() -> None:
    chat = form(told("Sáng nay phường em mở lớp\nCó 20 người dự.\nAi cũng vui."))
    article = form(told("Phường Bình Mẫu mở lớp số\nNgày 10/11, phường Bình Mẫu mở lớp.\nCó 20 người dự."))

    assert chat.title == "[[tít]]"
    assert (article.title, article.body) == ("Phường Bình Mẫu mở lớp số", ("Có 20 người dự.",))


def test_a_paragraph_cut_by_the_messenger_is_joined_again() -> None:
    long = "Sáng nay, UBND phường Bình Mẫu mở lớp. " + "Bà con tham gia rất đông và " * 150

    article = render(told(long, "ai cũng hài lòng.")).article

    assert article.body[0].endswith("rất đông và ai cũng hài lòng.")


def test_an_empty_tip_asks_for_everything() -> None:
    article = render(replace(told("x"), messages=())).article

    assert article.title == "[[tít]]"
    assert article.standfirst == "[[ai, việc gì, ở đâu, khi nào]]"
