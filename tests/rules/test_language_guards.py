"""Guards: markings, personal data, children, complaints, press copy, figures; domain guide, sections 9, 10 and 18."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.language import complaint, figures, origin, personal, secret

SEEN = [
    ("pii_cccd", "068000000001"),
    ("pii_cccd", "001 200 000 001"),
    ("pii_cccd", "079.000.000.001"),
    ("pii_cmnd", "CMND: 020000001"),
    ("pii_mobile", "0909 000 111"),
    ("pii_mobile", "+84 909 000 111"),
    ("pii_mobile", "01289000111"),
    ("pii_landline", "028 3899 0000"),
    ("pii_landline", "(0254) 389 0000"),
    ("pii_email", "lan.mau@example.vn"),
    ("pii_bank", "STK 0123 456 789"),
    ("pii_hoso", "H29.18-261103-0012"),
    ("pii_plate", "51F-123.45"),
    ("pii_plate", "59-X1 234.56"),
    ("pii_birth", "SN 1960"),
    ("pii_birth", "sinh ngày 05/02/1960"),
    ("pii_birth", "sinh nam 1960"),
    ("pii_address", "số nhà 15"),
    ("pii_address", "số 15 đường Mẫu 3"),
    ("pii_address", "nhà 7/12"),
    ("pii_address", "hẻm 30"),
    ("pii_address", "so nha 15"),
    ("pii_address", "hem 30"),
    ("pii_address", "bà Trần Thị M. ở khu phố 3"),
    ("landline_public", "1022"),
    ("landline_public", "UBND xã An Mẫu, điện thoại 028 3800 0000"),
    ("citizen_named", "bà Nguyễn Thị Mẫu ở gần chợ"),
    ("citizen_named", "ba nguyen thi mau o gan cho"),
    ("quote_needs_consent", "Chị Lan (bán cà phê) nói: “Nhanh lắm”."),
    ("minor", "bé An, 7 tuổi"),
    ("minor", "cháu Bình đang học lớp 5A"),
    ("health", "ông Tám bị tai biến, con phải làm thay"),
    ("pii_mobile", "gọi số +84 (0) 901 234 567"),
    ("pii_mobile", "số 09 01 23 45 67"),
    ("pii_cmnd", "CMND cũ 9 số: 271234567"),
    ("pii_bank", "0071001234567 (Vietcombank)"),
    ("pii_plate", "xe 59p1 23456 đậu sai"),
    ("pii_birth", "ngày sinh: 01-02-1980"),
    ("pii_hoso", "biên nhận số 2611030012"),
    ("pii_address", "ngụ tại 12/3 Trần Hưng Đạo"),
    ("citizen_named", "anh tran van hung nộp hồ sơ"),
    ("minor", "bé gái lớp 3 theo mẹ"),
]
NOT_SEEN = [
    "097000000001",
    "1.079.000.000.001 đồng",
    "068000000001123",
    "hồ sơ 020000001",
    "CMND mất từ 2019",
    "0,9%",
    "09/11/2026 7 giờ 30",
    "282 lượt",
    "@doanphuong",
    "tài khoản định danh mức độ 2",
    "mở 120 tài khoản",
    "H1 phần thi",
    "215/BC-UBND",
    "54/2023/QĐ-UBND",
    "12-11-2026",
    "năm 1960",
    "tính đến 2026",
    "mở 2 đường dây nóng",
    "Báo cáo số 215/BC-UBND",
    "đến nhà 63 người",
    "khu phố 3",
    "6 khu phố",
    "3 tổ công nghệ số",
    "ông Nguyễn Văn A, Chủ tịch UBND phường, nói",
    "Chủ tịch UBND phường Bình Mẫu Nguyễn Văn A nói",
    "miễn lệ phí khai sinh cho trẻ em dưới 6 tuổi",
    "các em học sinh lớp 5 dự thi",
    "người từ 60 tuổi trở lên và người khuyết tật",
    "khám tại trạm y tế phường",
    "Mã số thuế 0901234567 của công ty",
    "Kinh phí 0.912.345.678 đồng",
    "trẻ sinh năm 2020 được vào lớp 1",
    "tài khoản của UBND phường 3713.0.1234567 tại Kho bạc",
    "trụ sở UBND phường tại số 45 Lê Duẩn",
    "Nguyễn Huệ rào chắn từ 12/11 Trần Hưng Đạo mở lại",
    "tầm soát ung thư cho bà con",
]


@pytest.mark.parametrize(("code", "text"), SEEN)
def test_personal_data_is_seen(code: str, text: str) -> None:
    assert code in [finding.code for finding in personal.find(text)]


@pytest.mark.parametrize("text", NOT_SEEN)
def test_look_alikes_of_personal_data_are_left(text: str) -> None:
    assert personal.find(text) == []


def test_a_resident_with_data_beside_the_name_is_grave() -> None:
    text = "Bà Nguyễn Thị Mẫu, SN 1960, ngụ KP7, CCCD 079000000001, gọi 0909 000 111."

    findings = personal.find(text)

    severities = {finding.code: finding.detail["severity"] for finding in findings}
    assert severities == {
        "citizen_named": "warn",
        "pii_birth": "high",
        "pii_address": "high",
        "pii_cccd": "high",
        "pii_mobile": "high",
    }


def test_every_datum_is_masked_in_its_way() -> None:
    text = "Bà Nguyễn Thị Mẫu, SN 1960, số nhà 15, CCCD 079.000.000.001, gọi 0909 000 111."

    masked = personal.mask(text, personal.find(text))

    assert masked == "Bà N.T.M., SN ****, [đã ẩn], CCCD ***.***.***.***, gọi [đã ẩn]."


def test_a_quoted_resident_is_masked_to_an_initial() -> None:
    text = "Chị Lan nói: “Nhanh lắm”."

    assert personal.mask(text, personal.find(text)) == "Chị L. nói: “Nhanh lắm”."


def test_consent_said_of_the_person_lifts_the_question() -> None:
    text = "Chị Lan nói: “Nhanh lắm”. Chị Lan đã đồng ý nêu tên."

    assert personal.find(text) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Độ mật: Tối mật", "refuse"),
        ("Công văn đóng dấu MẬT", "refuse"),
        ("tài liệu mật của phường", "refuse"),
        ("công văn mật ong", None),
        ("tài liệu nội bộ, đừng chuyển đi", "ask"),
        ("dau luu hanh noi bo", "refuse"),
        ("CÔNG VĂN KÍNH GỬI\nMẬT\nỦY BAN NHÂN DÂN", "refuse"),
        ("Đóng dấu M\u200bẬT", "refuse"),
        ("bảo mật thông tin người dùng", None),
        ("HTX MẬT ONG RA MẮT QUẦY", None),
        ("mật độ dân số, nồng độ mật ong", None),
        ("toi mat nhieu thoi gian", None),
        ("vướng do Bộ chưa ban hành hướng dẫn", "ask"),
        ("lấy ý kiến dự thảo quy chế", "ask"),
    ],
)
def test_markings_are_judged_as_the_guide_does(text: str, level: str | None) -> None:
    marker = secret.markers(text, has_file=False)

    assert (marker.level if marker else None) == level


def test_an_unissued_text_with_a_file_or_a_second_marking_is_refused() -> None:
    with_file = secret.markers("chưa ban hành", has_file=True)
    with_draft = secret.markers("dự thảo chưa ban hành", has_file=False)

    assert with_file is not None
    assert with_file.level == "refuse"
    assert with_draft is not None
    assert with_draft.level == "refuse"


def test_a_draft_under_consultation_says_so() -> None:
    marker = secret.markers("lấy ý kiến dự thảo quy chế", has_file=True)

    assert marker == secret.Marker("ask", "dự thảo", 11, 18, is_consultation=True, is_draft=True)


@pytest.mark.parametrize(
    "text",
    [
        "Xóm tôi ngập hoài, báo nhiều lần không ai giải quyết.",
        "Tôi nộp hai tháng chưa có kết quả, đề nghị xử lý.",
        "Gọi mãi không ai nghe máy, nhờ can thiệp giùm.",
        "nha toi nop ho so 2 thang, goi mai khong ai nghe may, de nghi xu ly",
    ],
)
def test_a_grievance_with_a_plea_is_a_complaint(text: str) -> None:
    assert complaint.find(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Kiến nghị: nếu được thì làm thêm sáng thứ Ba.",
        "Hội nghị đối thoại: người dân đề nghị UBND xem xét, giải quyết khiếu nại.",
        "Đường dây nóng tiếp nhận 120 phản ánh, đã xử lý 118.",
        "Phường lấy ý kiến, nhiều người góp ý về giờ làm việc.",
        "giám sát hoạt động thực thi công vụ",
    ],
)
def test_reports_about_grievances_are_no_complaints(text: str) -> None:
    assert complaint.find(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Báo Ví Dụ) - Theo báo cáo của Sở", ("press_copy", "(Báo Ví Dụ) - Theo báo cáo")),
        ("(Ví Dụ Online) – Sáng 12/11", ("press_copy", "(Ví Dụ Online) – ")),
        ("TTO - Ngày 12/11", ("press_copy", "TTO - ")),
        ("theo bao tuoi tre thi", ("press_copy", "theo bao tuoi tre")),
        ("Theo báo Ví Dụ, phường", ("press_copy", "Theo báo Ví Dụ")),
        ("Xem https://baovidu.example/a.", ("external_link", "https://baovidu.example/a")),
    ],
)
def test_signs_of_another_origin_are_seen(text: str, expected: tuple[str, str]) -> None:
    assert expected in [(finding.code, finding.text) for finding in origin.find(text)]


def test_a_report_is_no_press() -> None:
    assert origin.find("Theo báo cáo của phường, (Theo HCM CityWeb)") == []


@pytest.mark.parametrize(
    "text",
    [
        "Giảm từ 20 ngày xuống còn 15 ngày (giảm 50%).",
        "Giải quyết 64/118 hồ sơ, đạt 60%.",
        "Tổng 12 thủ tục gồm 5 thủ tục hộ tịch và 6 thủ tục chứng thực.",
        "Có 100 hồ sơ, trong đó 120 hồ sơ trực tuyến.",
    ],
)
def test_figures_that_do_not_agree_are_told(text: str) -> None:
    assert [finding.code for finding in figures.conflicts(text)] == ["number_conflict"]


@pytest.mark.parametrize(
    "text",
    [
        "Rút ngắn từ 20 xuống 15 ngày, giảm 25%.",
        "Giải quyết 64/118 hồ sơ, đạt 54,2%.",
        "Tỷ lệ đạt 71,4%, tăng 9,2 điểm phần trăm; còn 18 đơn vị trễ hạn trên 3%.",
        "Tổng 12 thủ tục gồm 5 thủ tục hộ tịch và 7 thủ tục chứng thực.",
        "Từ ngày 12/11 giảm 20% lệ phí.",
    ],
)
def test_figures_that_agree_are_left(text: str) -> None:
    assert figures.conflicts(text) == []


def test_a_share_the_text_does_not_state_is_derived() -> None:
    (share,) = figures.derived("Đã trả 118 kết quả, trong đó 64 trường hợp được miễn cước.")

    assert dict(share.detail) == {"value": "54,2%", "of": "64/118"}


@given(st.text(st.sampled_from("0123456789 ./-@ABcdsốnhàđường,:(): bị em"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_findings_stand_where_they_say_and_masking_takes_any_text(text: str) -> None:
    findings = personal.find(text)

    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
    assert isinstance(personal.mask(text, findings), str)
