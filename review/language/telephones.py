"""Telephone numbers in all the ways people write them, and which of them an office gives to everybody."""

import re
from collections.abc import Iterator

from review.language.context import preceding, sentence_around
from review.language.papers import OTHER_NUMBER
from review.language.phrases import one_of

WARN, INFO = "warn", "info"
GAP = r"(?:\s?[.\-–_·]\s?|\s)?"
COUNTRY = r"(?:\(?\+84\)?|0084|84)"
PREFIX = rf"(?:{COUNTRY}{GAP}(?:\(0\){GAP}|0{GAP})?|\(?[0Oo])"
MOBILE = re.compile(
    rf"(?<![\w.,/+]){PREFIX}{GAP}(?:3{GAP}[2-9]|5{GAP}[25689]|7{GAP}[06-9]|8{GAP}[1-9]|9{GAP}\d|1{GAP}[2689]{GAP}\d)\)?(?:{GAP}\d){{7}}"
    rf"(?![\d%]|[.,/]\d|\s?(?:đ|đồng|dong|vnđ)(?!\w))"
)
LANDLINE = re.compile(
    rf"(?<![\w.,/+])(?:{COUNTRY}{GAP}|\(?0){GAP}2{GAP}\d(?:{GAP}\d)?\)?(?:{GAP}\d){{7,8}}(?![\d%]|[.,/]\d)"
)
PUBLIC_NUMBER = re.compile(
    r"(?<![\d.,/])(?:1022|1[89]00(?:[ .\-]?\d){4}(?:[ .\-]?\d{2})?)"
    r"(?![\d.,/]?\d|\s*(?:hồ sơ|ho so|người|nguoi|lượt|luot))"
)
OFFICE = one_of(
    "ubnd", "ủy ban", "đường dây nóng", "hotline", "trung tâm", "bộ phận", "văn phòng", "sở", "cơ quan", "tổng đài",
    "htx", "hợp tác xã", "bưu điện", "trạm", "trạm y tế", "phòng khám", "bệnh viện", "hội nông dân", "hội phụ nữ",
    "đoàn phường", "trực ban", "số trực", "máy bàn", "ban điều hành", "ban quản lý", "ban chỉ huy", "công an",
    "điện lực", "cấp nước", "công ty", "trường", "thư viện", "nhà văn hóa", "tòa soạn", "đảng ủy", "hđnd", "mttq",
    "mặt trận", "chi cục", "bảo hiểm xã hội", "kho bạc", "phòng", "ban", "quầy", "phường", "xã", "một cửa", "1 cửa",
    "liên hệ", "điện thoại liên hệ",
)  # fmt: skip
OFFICE_BEFORE = re.compile(rf"(?<!\w){OFFICE}(?!\w)[^.;\n]{{0,60}}$", re.IGNORECASE)
OFFICE_AFTER = re.compile(rf"\s*[(,–-]?\s*(?:{one_of('của', 'là số', 'gặp')}\s+)?{OFFICE}(?!\w)", re.IGNORECASE)
OWN_NUMBER = re.compile(
    rf"{one_of('nhà riêng', 'số nhà', 'nhà em', 'nhà tôi', 'cá nhân')}[^.;\n]{{0,20}}$", re.IGNORECASE
)
LONGEST_OFFICE = 30


def candidates(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield code, severity and place of private and public numbers."""
    for match in MOBILE.finditer(text):
        if not OTHER_NUMBER.search(preceding(text, match.start())):
            yield "pii_mobile", WARN, *match.span()
    for match in LANDLINE.finditer(text):
        yield "pii_landline", INFO, *match.span()
    for match in PUBLIC_NUMBER.finditer(text):
        yield "landline_public", INFO, *match.span()


def is_of_an_office(text: str, start: int, end: int) -> bool:
    """Tell whether the number is given for an office: named before it in the sentence, or right behind it."""
    begin, until = sentence_around(text, start)
    before = preceding(text, start)[-(start - begin) :] if start > begin else ""
    if OWN_NUMBER.search(before):
        return False
    return bool(OFFICE_BEFORE.search(before) or OFFICE_AFTER.match(text[end : min(until, end + LONGEST_OFFICE)]))
