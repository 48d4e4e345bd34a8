"""What happened: the clause with the first verb of acting."""

import re
from collections.abc import Iterator

from review.language.phrases import one_of, whole
from review.language.sentences import sentence_spans

VERBS = (
    "tổ chức", "khai mạc", "bế mạc", "ra mắt", "mở", "triển khai", "phối hợp", "ban hành", "tập huấn", "lập",
    "thành lập", "hỗ trợ", "giải quyết", "trao", "tiếp nhận", "phát động", "ký kết", "họp", "kiểm tra", "công bố",
    "khánh thành", "trả", "tuyên truyền", "hướng dẫn", "vận hành", "đưa vào", "áp dụng", "thí điểm", "cấp", "miễn",
    "giảm", "rút ngắn", "đối thoại", "khảo sát", "sơ kết", "tổng kết", "tuyên dương", "khen thưởng", "lấy ý kiến",
    "thực hiện", "duy trì", "bố trí", "lắp đặt", "số hóa", "cắt giảm", "đạt", "xây dựng", "phục vụ", "gặp gỡ", "thăm",
    "tặng", "làm việc", "ký", "xử lý", "cài", "vận động", "tăng cường", "tham gia", "diễn ra", "yêu cầu", "ghi nhận",
    "trang bị", "bàn giao", "chấm thi", "hoàn thành", "kích hoạt", "làm", "chụp", "mừng", "giới thiệu", "đề xuất",
    "thông qua", "kết nối", "chuyển", "nhận", "niêm yết", "cung cấp", "phát", "ra quân", "mời", "khai trương",
    "liên thông",
)  # fmt: skip
VERB = whole(rf"{one_of(*VERBS)}(?=\s)")
TO_THE_DESK = whole(
    one_of("gửi ban biên tập", "dạ em chào", "kính gửi", "em gửi", "chào anh chị", "em có", "gửi anh chị")
)
CLAUSE_END = re.compile(r"[,;:.!?\n(]|\s[-–]\s|$")
FEWEST_WORDS = 3


def event(text: str) -> Iterator[tuple[int, int]]:
    """Yield the clause that tells what was done, from its verb to its end; at most one."""
    for start, end in sentence_spans(text):
        if TO_THE_DESK.match(text, start):
            continue
        for verb in VERB.finditer(text, start, end):
            clause_end = CLAUSE_END.search(text, verb.end(), end)
            until = clause_end.start() if clause_end else end
            if len(text[verb.start() : until].split()) >= FEWEST_WORDS:
                yield verb.start(), until
                return
