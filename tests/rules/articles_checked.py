"""Small articles with one thing wrong each: what the checks are tried on."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from review.checks.finding import Known, UnitName
from review.rendering.article import Article, Photo

CHANGED = date(2025, 7, 1)
LAST = date(2025, 6, 30)
KNOWN = Known(
    length=(40, 400),
    units=(
        UnitName("Phường Bình Mẫu", "phường Bình Mẫu", ("P. Bình Mẫu", "Bình Mẫu"), valid_from=CHANGED),
        UnitName("Quận 1", "Quận 1", ("Q1", "Q.1"), valid_to=LAST, followers=("phường Sài Gòn", "phường Tân Định")),
        UnitName("Phường Tân Định", "phường Tân Định", valid_to=LAST, followers=("phường Tân Định",)),
        UnitName("Phường Tân Định", "phường Tân Định", valid_from=CHANGED),
        UnitName("Tỉnh Bình Dương", "Bình Dương", valid_to=LAST),
    ),
    rights={"key-1": "own_permitted", "key-2": None, "key-3": "found"},
)
BODY = (
    (
        "Theo Báo cáo số 215/BC-UBND, từ đầu tháng 11 đến nay phường đã trả 30 hồ sơ tại nhà, trong đó có 12 hồ sơ của "
        "người khuyết tật."
    ),
    "Người dân đăng ký qua điện thoại của Bộ phận Một cửa phường, cán bộ mang kết quả đến trong ngày làm việc.",
)
STANDFIRST = (
    "Sáng thứ Năm, ngày 12/11/2026, UBND phường Bình Mẫu trả kết quả hồ sơ tại nhà cho 12 người cao tuổi trên địa bàn, "
    "theo cách làm mới."
)
PHOTO = Photo(1, "key-1", "Cán bộ trao kết quả tại nhà.", "Một cán bộ đưa giấy tờ cho một cụ bà.", "Ảnh: Lan")
GOOD = Article(
    section="Thủ tục hành chính",
    title="Phường Bình Mẫu trả kết quả tại nhà",
    subtitle="",
    standfirst=STANDFIRST,
    body=BODY,
    photos=(PHOTO,),
    byline="Lan",
    source_line="",
    keywords=(),
    genre="TIN",
    event_date=date(2026, 11, 12),
    stamp_at=datetime.fromisoformat("2026-11-12T11:52:00+07:00"),
)


def saying(*sentences: str) -> Article:
    """Return the good article with one more paragraph."""
    return replace(GOOD, body=(*BODY, " ".join(sentences)))


def with_photo(**changes: Any) -> Article:
    return replace(GOOD, photos=(replace(PHOTO, **changes),))


WORDS = "việc làm ấy "
BARE = replace(GOOD, body=("Bà con rất vui.",), standfirst="", event_date=None)
# Every code with an article that has it, the field it stands in, and the words.
WRONG: tuple[tuple[str, Article, str, str], ...] = (
    ("open_place", saying("Bà [[họ tên]] rất vui."), "body", "[[họ tên]]"),
    ("open_place", with_photo(alt="[[mô tả ảnh]]"), "photo-1-alt", "[[mô tả ảnh]]"),
    ("missing_title", replace(GOOD, title=" "), "title", ""),
    ("missing_text", replace(GOOD, standfirst="", body=()), "body", ""),
    ("missing_alt", with_photo(alt=""), "photo-1-alt", ""),
    ("missing_caption", with_photo(caption=""), "photo-1", ""),
    ("missing_credit", with_photo(credit=""), "photo-1-credit", ""),
    ("photo_right_missing", with_photo(key="key-2"), "photo-1-credit", ""),
    ("photo_right_to_check", with_photo(key="key-3"), "photo-1-credit", ""),
    ("missing_author", replace(GOOD, byline=""), "byline", ""),
    ("missing_photo", replace(GOOD, photos=()), "body", ""),
    ("missing_when", BARE, "body", ""),
    ("missing_where", replace(BARE, title="Trả kết quả", photos=()), "body", ""),
    ("missing_who", replace(BARE, title="Trả kết quả", photos=()), "body", ""),
    ("missing_source", BARE, "source_line", ""),
    ("missing_doc_number", saying("Phường thực hiện Kế hoạch cải cách hành chính năm nay."), "body", "Kế hoạch"),
    ("incomplete_name", saying("Anh Tuấn, Phó Chủ tịch UBND phường, dự buổi trao."), "body", ""),
    ("unnamed_official", saying("Lãnh đạo phường cho biết sẽ làm tiếp."), "body", "Lãnh đạo phường"),
    ("personal_data", saying("Liên hệ chị Hoa, số 0909 000 111."), "body", "0909 000 111"),
    ("personal_data", saying("CCCD của bà là 068000000001."), "body", "068000000001"),
    ("personal_data", with_photo(caption="Bà Hoa, STK 0123 456 789, nhận kết quả."), "photo-1", "0123 456 789"),
    ("resident_named", saying("Bà Nguyễn Thị Hoa nhận kết quả đầu tiên."), "body", "Nguyễn Thị Hoa"),
    ("quote_consent", saying("Chị Hoa nói: “Tôi rất vui.”"), "body", "Chị Hoa"),
    ("vulnerable_person", saying("Bé Nguyễn An, 7 tuổi, đi cùng bà."), "body", "Bé Nguyễn An, 7 tuổi"),
    ("personal_hint", saying("Cụ sinh năm 1940, sống một mình."), "body", "sinh năm 1940"),
    ("impossible_date", saying("Đợt sau vào 31/11/2026."), "body", "31/11/2026"),
    ("weekday_conflict", saying("Đợt sau vào thứ Ba, ngày 19/11/2026."), "body", "thứ Ba, ngày 19/11/2026"),
    ("weekday_conflict", saying("Đợt sau vào Chủ nhật (16/11)."), "body", "Chủ nhật (16/11"),
    ("weekday_conflict", saying("Đợt sau: thứ Hai ngày 17 tháng 11."), "body", "thứ Hai ngày 17 tháng 11"),
    ("number_conflict", saying("Phường đã trả 12 trong 30 hồ sơ (35 %)."), "body", "12 trong 30 hồ sơ (35 %)"),
    ("number_conflict", saying("Có 12/30 hồ sơ trả sớm, đạt 35%."), "body", "12/30 hồ sơ trả sớm, đạt 35%"),
    ("number_conflict", saying("Có 30 người dự (20 nam, 11 nữ)."), "body", "30 người dự (20 nam, 11 nữ"),
    ("number_conflict", saying("Cả đợt 30 hồ sơ, trong đó 20 hồ sơ đúng hạn và 9 hồ sơ trễ hạn."), "body", ""),
    ("number_conflict", saying("Có 10 hồ sơ gồm 4 hồ sơ đất đai và 5 hồ sơ hộ tịch."), "body", ""),
    ("unit_renamed", saying("Người dân Quận 1 cũng đăng ký."), "body", "Quận 1"),
    ("unit_not_valid", saying("Người dân tỉnh Bình Dương cũng đăng ký."), "body", "tỉnh Bình Dương"),
    ("unit_form", saying("Người dân P. Bình Mẫu rất vui."), "body", "P. Bình Mẫu"),
    ("same_title", GOOD, "title", "Phường Bình Mẫu trả kết quả tại nhà"),
    ("long_title", replace(GOOD, title=(WORDS * 5).strip()), "title", ""),
    ("too_long_title", replace(GOOD, title=(WORDS * 7).strip()), "title", ""),
    ("short_standfirst", replace(GOOD, standfirst="Sáng 12/11, phường Bình Mẫu trả kết quả."), "standfirst", ""),
    ("long_standfirst", replace(GOOD, standfirst=f"{STANDFIRST} {(WORDS * 8).strip()}."), "standfirst", ""),
    ("long_sentence", saying("Có " + WORDS * 16), "body", ""),
    ("long_paragraph", saying(*[f"Có {WORDS * 10}."] * 3), "body", ""),
    ("short_for_genre", replace(GOOD, body=()), "body", ""),
    ("long_for_genre", replace(GOOD, body=(*BODY, *[f"Có {WORDS * 9}."] * 14)), "body", ""),
)
# What looks like something wrong and is not.
RIGHT = (
    "Đợt sau vào thứ Năm, ngày 19/11/2026.",
    "Bộ phận Một cửa làm việc từ thứ Hai đến thứ Sáu hằng tuần.",
    "Phường đã trả 12 trong 30 hồ sơ (40%).",
    "Có 31 người dự (20 nam, 11 nữ).",
    "Trong 15 ngày, phường làm xong 30 hồ sơ (đạt 100% kế hoạch tuần).",
    "Người dân phường Tân Định cũng đăng ký.",
    "Nơi đây là trụ sở Quận 1 cũ.",
    "Phường Bình Dương cũng làm như vậy.",
    "Người dân gọi tổng đài 1022 để được hướng dẫn.",
    "Quyết định số 54/2023/QĐ-UBND nêu rõ việc này.",
)
