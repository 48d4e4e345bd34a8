"""Where the information of a text comes from, and the documents it names (domain guide, section 9)."""

import re
from collections.abc import Iterator

from review.language import people
from review.language.context import sentence_around
from review.language.phrases import UPPER, either, one_of, whole
from review.language.spans import Taken
from review.language.titles import POSITION

DOCUMENT = re.compile(r"\b\d{1,5}[a-zA-Z]?/(?:\d{4}/)?[A-ZĐ]{2,}\d{0,2}(?:-[A-ZĐ0-9&]+)*")
# "77/qd-ubnd", "432/ubnd-vx" as typed in haste, and the Party's "127-KL/TW".
KIND = "qđ|qd|kh|bc|nq|nđ|nd|tb|ct|cv|gm|ttr|hd|kl|tt|gp|bb|tc|nqlt"
ISSUER = "ubnd|hđnd|hdnd|ub|hđ|cp|ttg|bnv|btp|snv|stp|sxd|vp|đu|du|mttq|đtn|dtn|tu|tw"
OTHER_SIGN = re.compile(
    rf"(?<![\w/])\d{{1,5}}[a-z]?/(?:\d{{4}}/)?(?:{KIND}|{ISSUER})-[a-zđ0-9&]{{1,12}}(?:-[a-zđ0-9&]{{1,12}}){{0,3}}(?!\w)"
    rf"|(?<![\w/])\d{{1,4}}-(?:{KIND})/[a-zđ]{{2,8}}(?!\w)",
    re.IGNORECASE,
)
NAMED_SOURCE = re.compile(
    rf"(?<!\w)(?P<source>(?:{either('nguồn')}|{one_of('nguồn tin', 'nguồn số liệu')})\s*:\s*[^\n.;)]+)", re.IGNORECASE
)
INFORMANTS = one_of(
    "báo cáo", "lời", "thống kê", "số liệu", "lãnh đạo", "đại diện", "thông tin", "kế hoạch", "quyết định", "công văn",
    "thông báo", "ông", "bà", "anh", "chị", "cô", "chú", "ubnd", "công chức", "cán bộ", "sở", "phòng", "công an",
    "văn phòng", "chủ tịch", "phó chủ tịch", "đoàn", "hội", "bộ phận", "trung tâm",
)  # fmt: skip
BY = re.compile(
    rf"(?:^|[.!?;,(“\"\n–-]\s*|\s)"
    rf"(?P<source>{one_of('theo', 'tin từ', 'lấy từ', 'trích')}\s+(?:{INFORMANTS}|(?-i:[{UPPER}]))[^\n,.;)]*)",
    re.IGNORECASE,
)
FIGURES = one_of("số liệu", "thông tin", "con số")
THESE = one_of("này", "trên", "em", "được")
TAKEN_FROM = one_of("lấy ở", "lấy từ", "lấy", "từ", "do", "trích từ", "theo", "ghi nhận tại", "xin từ", "xin ở")
FIGURES_FROM = re.compile(
    rf"(?<!\w)(?P<source>{FIGURES}\s+(?:{THESE}\s+){{0,2}}(?:{TAKEN_FROM})\s+[^\n,.;]+)",
    re.IGNORECASE,
)
I_MYSELF = one_of("tôi", "tui", "mình", "chính em", "chính tôi")
WAS_ABLE = one_of("có", "được", "trực tiếp", "cũng", "là")
WITNESSED = one_of("chứng kiến", "có mặt", "tham dự", "tham gia", "ở đó", "đi cùng", "ghi nhận", "người trực")
WITNESS = whole(rf"(?P<source>(?:em|{I_MYSELF})\s+(?:{WAS_ABLE}\s+){{0,2}}(?:{WITNESSED}|dự))")
KINDS = one_of("báo cáo", "biên bản", "bảng thống kê")
REPORT_NUMBER = re.compile(
    rf"(?<!\w)(?P<source>{KINDS}\s+(?:{either('số')}\s+)?{DOCUMENT.pattern})",
    re.IGNORECASE,
)
REPORTS = one_of(
    "cho biết", "cho hay", "thông tin", "chia sẻ", "khẳng định", "nói", "phát biểu", "nhấn mạnh", "cung cấp", "báo cáo",
    "cho bít", "nhận định", "nhận xét", "bày tỏ", "nêu rõ", "lưu ý", "kết luận", "phân tích", "bộc bạch", "tâm sự",
)  # fmt: skip
SPEAKER = re.compile(rf"\s*[^.;\n“\"]{{0,80}}?(?<!\w){REPORTS}(?!\w)", re.IGNORECASE)
OFFICIAL_SPEAKER = whole(rf"(?P<source>{POSITION}[^.;:\n“\"]{{0,60}}?\s(?:{REPORTS}))")


def documents(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the signs of documents stand: 215/BC-UBND, 54/2023/QĐ-UBND."""
    taken = Taken()
    for pattern in (DOCUMENT, OTHER_SIGN):
        for match in pattern.finditer(text):
            if taken.take(*match.span()):
                yield match.span()


def sources(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a source is said: a line "Nguồn: …", "theo …", a report, somebody who says so, a witness."""
    for pattern in (NAMED_SOURCE, BY, FIGURES_FROM, WITNESS, REPORT_NUMBER, OFFICIAL_SPEAKER):
        for match in pattern.finditer(text):
            start, end = match.span("source")
            yield start, start + len(text[start:end].rstrip())
    for person in people.named(text):
        _, until = sentence_around(text, person.start)
        if person.is_official and (said := SPEAKER.match(text, person.end, until)):
            yield person.start, said.end()
