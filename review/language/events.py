"""What happened: the clause with the first verb of acting."""

import re
from collections.abc import Iterator

from review.language.phrases import loosely, one_of, whole
from review.language.sentences import sentence_spans
from review.language.spans import Taken

VERBS = (
    "tổ chức", "khai mạc", "bế mạc", "ra mắt", "mở", "triển khai", "phối hợp", "ban hành", "tập huấn", "lập",
    "thành lập", "hỗ trợ", "giải quyết", "trao", "tiếp nhận", "phát động", "ký kết", "họp", "kiểm tra", "công bố",
    "khánh thành", "trả", "tuyên truyền", "hướng dẫn", "vận hành", "đưa vào", "áp dụng", "thí điểm", "cấp", "miễn",
    "giảm", "rút ngắn", "đối thoại", "khảo sát", "sơ kết", "tổng kết", "tuyên dương", "khen thưởng", "lấy ý kiến",
    "thực hiện", "duy trì", "bố trí", "lắp đặt", "số hóa", "cắt giảm", "đạt", "xây dựng", "phục vụ", "gặp gỡ",
    "thăm", "tặng", "làm việc", "ký", "xử lý", "cài", "vận động", "tăng cường", "tham gia", "diễn ra", "yêu cầu",
    "ghi nhận", "trang bị", "bàn giao", "chấm thi", "hoàn thành", "kích hoạt", "làm", "chụp", "mừng", "giới thiệu",
    "đề xuất", "thông qua", "kết nối", "chuyển", "nhận", "niêm yết", "cung cấp", "phát", "ra quân", "mời",
    "khai trương", "liên thông", "gửi", "cấp đổi", "cấp lại", "chứng thực", "dời", "tham dự", "công khai",
    "tiết kiệm", "chủ trì", "cải tạo", "treo", "giám sát", "quán triệt", "tri ân", "khai giảng", "lắp", "dán",
    "chiếu", "nâng cấp", "sửa chữa", "tiếp", "tư vấn", "nộp", "đăng ký", "giúp", "chi trả", "biểu dương", "sắp xếp",
    "sáp nhập", "rà soát", "xác nhận", "đổi mới", "chúc mừng", "kiểm tra", "khen", "công nhận", "vệ sinh", "dọn",
    "trồng", "thắp sáng", "đối chiếu", "cập nhật", "gắn", "tập trung", "nghiệm thu", "khởi công", "động thổ", "hiến",
    "quyên góp", "ủng hộ", "tài trợ", "trao đổi", "thảo luận", "gỡ", "tháo gỡ", "đưa ra", "xây", "sáng tạo",
    "tuyên bố", "bầu", "tọa đàm", "tổng duyệt", "diễn tập", "phổ biến", "khám", "tiêm", "bảo trì", "đấu giá",
    "tuyển dụng", "bổ nhiệm", "kỷ niệm", "chào mừng", "hội thi", "đón", "đón nhận", "gặp mặt", "tiếp xúc",
    "trưng bày", "mua sắm", "thay", "chuyển đổi",
)  # fmt: skip
# Verbs of two words are known whatever marks they carry ("tổ chưc"); single ones only as spelled or without any.
LONG_VERBS = loosely(*sorted((verb for verb in VERBS if " " in verb), key=len, reverse=True))
VERB = whole(rf"(?:{LONG_VERBS}|{one_of(*(verb for verb in VERBS if ' ' not in verb))})(?=\s)")
TO_THE_DESK = whole(
    one_of("gửi ban biên tập", "dạ em chào", "kính gửi", "em gửi", "chào anh chị", "em có", "gửi anh chị")
)
CLAUSE_END = re.compile(r"[;:!?\n(]|[,.](?!\d)|\s[-–]\s|$")
ENOUGH_WORDS, FEWEST_WORDS = 3, 2


def event(text: str, names: Taken) -> Iterator[tuple[int, int]]:
    """Yield the clause that tells what was done, from its verb to its end; at most one.

    A verb inside a name ("Trung tâm Phục vụ hành chính công") tells nothing.
    """
    clauses = list(_clauses(text, names))
    long_enough = [clause for clause in clauses if _words(text, clause) >= ENOUGH_WORDS]
    yield from (long_enough or clauses)[:1]


def _clauses(text: str, names: Taken) -> Iterator[tuple[int, int]]:
    for start, end in sentence_spans(text):
        if TO_THE_DESK.match(text, start):
            start = text.find(",", start, end) + 1 or end  # noqa: PLW2901 - the greeting ends at the comma
        for verb in VERB.finditer(text, start, end):
            clause_end = CLAUSE_END.search(text, verb.end(), end)
            clause = verb.start(), clause_end.start() if clause_end else end
            if names.is_free(*verb.span()) and _words(text, clause) >= FEWEST_WORDS:
                yield clause
                if _words(text, clause) >= ENOUGH_WORDS:
                    return


def _words(text: str, span: tuple[int, int]) -> int:
    return len(text[slice(*span)].split())
