"""Amounts in a text: a number with what it counts."""

import re
from collections.abc import Iterator

from review.language.context import preceding
from review.language.phrases import LOWER, UPPER, one_of
from review.language.spans import Taken

NUMBER = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,6})?|\d{1,12}(?:,\d{1,6})?"
DECIMAL_POINT = r"\d{1,3}\.\d{1,2}"
RANGE = rf"(?:(?:{NUMBER})\s?[-–]\s?)?"
# "10p", "400k", "1,5tr": the unit stuck to the number, as on a phone.
STUCK = r"(?:k|tr|triệu|trieu|tỷ|ty|tỉ|p|ph|phút|phut|ng|ngàn|hs|đ|d|vnđ|vnd|km|kg|m2|m|cm|gb|mb)"
PAIRS = (
    "hồ sơ", "trường hợp", "thủ tục", "kết quả", "đoàn viên", "thanh niên", "lượt người", "lượt khách", "khu phố",
    "đơn vị", "máy quét", "máy tính", "gia đình", "hộ dân", "người dân", "học sinh", "sinh viên", "cán bộ",
    "công chức", "đại biểu", "doanh nghiệp", "hội viên", "tình nguyện viên", "tài khoản", "triệu đồng", "tỷ đồng",
    "nghìn đồng", "ý kiến", "câu hỏi", "văn bản", "sáng kiến", "mô hình", "bài thi", "bài viết", "đội thi",
    "thí sinh", "phản ánh", "kiến nghị", "cuộc gọi", "bạn đoàn viên", "ngày làm việc", "điểm phần trăm", "phần trăm",
    "lượt hồ sơ", "tổ công nghệ", "chứng thực", "thành viên", "chị em", "phần quà", "bộ hồ sơ", "giấy phép",
    "điểm cầu", "buổi tập huấn",
)  # fmt: skip
COUNTED = rf"(?:{one_of(*PAIRS)}|[^\W\d_]+(?:/{one_of('hồ sơ', 'người', 'ngày', 'tháng', 'lượt')})?)"
AMOUNT = re.compile(
    rf"(?<![\w.,/\-:])(?P<amount>{RANGE}(?:{DECIMAL_POINT}|{NUMBER})\s?%"
    rf"|{RANGE}(?:{NUMBER})(?:/\d{{1,7}})?\s+{COUNTED}|{RANGE}(?:{NUMBER}){STUCK}(?:/[^\W\d_]+)?)(?!\w)",
    re.IGNORECASE,
)
# As spelled only: without marks "nam" is also a year and "ba" a lady.
ONES = "hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm"
HUNDREDS = "chục|trăm|nghìn|ngàn"
WORD_NUMBER = (
    rf"(?:(?:(?:một|mấy|vài|hàng)\s+)?(?:{HUNDREDS})|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
    rf"(?:\s+(?:{ONES}|{HUNDREDS})){{0,6}}"
)
COUNTERS = one_of("người", "máy", "quầy", "hộ", "lượt", "buổi", "bàn", "đội", "suất", "phần")
IN_WORDS = re.compile(
    rf"(?<!\w){WORD_NUMBER}\s+(?:{one_of(*PAIRS)}|{COUNTERS})(?!\w)",
    re.IGNORECASE,
)
NAMING = one_of(
    "khu phố", "phường", "quận", "tổ", "ấp", "thứ", "điều", "khoản", "lớp", "mức độ", "số", "hẻm", "đường", "nhà",
    "phòng", "chương", "mục", "kp", "đề án", "đợt", "lần", "giai đoạn", "tháng", "năm", "ngày", "quý",
    "nghị định", "hình", "ảnh", "h", "giờ", "g", "gọi", "chi bộ", "chi đoàn", "trang", "dịp", "từ số", "chốt",
    "số máy", "mùng", "mồng", "khóa", "vòng", "hạng",
)  # fmt: skip
# "khu phố 4 nói", "thứ 3 và", "Điều 9", "lớp 5": the number names, it does not count.
NAMES_BEFORE = re.compile(
    rf"(?<!\w){NAMING}\.?\s*$",
    re.IGNORECASE,
)
NO_COUNTER = one_of(
    "giờ", "và", "đến", "tới", "hay", "hoặc", "là", "ở", "tại", "của", "thì", "cho", "nha", "với", "hẻm", "đường",
    "cửa", "khi", "giúp", "thuộc", "được", "trong", "nếu", "này", "nay", "đã", "sẽ", "để", "từ", "vào",
    "bị", "do", "vì", "theo", "cấp", "mở", "nên", "về", "sau", "trước", "như", "lên", "xuống", "sáng", "chiều",
    "tối", "trưa", "qua", "còn", "lúc", "nhánh", "khu", "ubnd",
)  # fmt: skip
SURE_COUNTERS = ("tuổi", "người", "lượt", "hộ", "máy", "suất", "phần", "đội", "tấn", "triệu", "tỷ", "đồng", "phút")
SURELY_COUNTED = re.compile(rf"%|(?<!\w){one_of(*PAIRS, *SURE_COUNTERS)}(?!\w)", re.IGNORECASE)
# "Chi bộ 5 Mai Thanh Tùng", "270 Kha Vạn Cân": a name follows, nothing is counted.
NAME_BEHIND = re.compile(rf"\d\s+[{UPPER}][{LOWER}]+$")
PROPER_BEFORE = re.compile(rf"(?:[^.!?…\n]\s)[{UPPER}][{LOWER}]+\s$")
NOT_COUNTED = re.compile(
    rf"\s({NO_COUNTER})$",
    re.IGNORECASE,
)


def amounts(text: str, taken: Taken) -> Iterator[tuple[int, int]]:
    """Yield where amounts stand: "37 người", "1.046 hồ sơ", "71,4%"; what is already `taken` is something else."""
    for pattern in (AMOUNT, IN_WORDS):
        for match in pattern.finditer(text):
            is_sure = SURELY_COUNTED.search(match[0])
            is_name = not is_sure and _is_name(preceding(text, match.start()))
            counts_nothing = NAME_BEHIND.search(match[0]) or (NOT_COUNTED.search(match[0]) and not is_sure)
            if taken.is_free(*match.span()) and not is_name and not counts_nothing:
                yield match.span()


def _is_name(before: str) -> bool:
    """Tell whether the number belongs to a name: "khu phố 4", "trường Mẫu 2"."""
    return bool(NAMES_BEFORE.search(before) or PROPER_BEFORE.search(before))
