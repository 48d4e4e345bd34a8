"""Where a text comes from: links, and the wording of press items (domain guide, section 9)."""

import re
from collections.abc import Iterator

from review.language.finding import Finding, found
from review.language.phrases import UPPER

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+|(?<![\w@.\-])(?:[a-z0-9\-]{1,63}\.){1,6}(?:com|vn|net|org)(?:/[^\s<>\"“”]*)?(?!\w)",
    re.IGNORECASE,
)
CLOSING = ".,;:!?)]}…”’"
OUTLETS = (
    r"tuổi trẻ|thanh niên|vnexpress|dân trí|người lao động|sài gòn giải phóng|sggp|ttxvn|vietnamplus|vietnamnet|"
    r"vov|vtv|htv|nhân dân|tiền phong|pháp luật tphcm|zing|znews|lao động|kênh 14|cafef|công an nhân dân|"
    r"đại đoàn kết|phụ nữ tphcm"
)
# What the outlets sign their pieces with: "(PLO) -", "TTO -", "(TTXVN)".
SIGNS = r"plo|tto|tno|nlđo|nldo|sggpo?|ttxvn|tpo|vov|vtv\d?|dđdn|cand|hnm|pnvn|laodong|bnews|vna|ksđtv"
SITES = "(?:bao|vn|tuoitre|thanhnien|dantri|nld|plo|sggp|znews|laodong|vietnamnet|vietnamplus|cafe)"
PLAIN_OUTLETS = (
    r"tuoi tre|thanh nien|vnexpress|dan tri|nguoi lao dong|sai gon giai phong|vietnamnet|nhan dan|tien phong|phap luat|"
    r"lao dong|phu nu|cong an nhan dan"
)
# "(Báo Ví Dụ) - Theo …", "(Ví Dụ Online) – …" at the start of a line.
TAG = re.compile(
    rf"^\s*\((?P<outlet>(?:báo|tạp chí|bao|tap chi)\s[^)\n]{{2,40}}|[^)\n]{{2,40}}\bonline|{OUTLETS}|{SIGNS})\)"
    rf"\s*(?:\.?[-–—]\s*|(?=\w))"
    rf"(?:theo\s+(?:\S+\s+)?\S+)?"
    rf"|^\s*(?P<sign>(?-i:{SIGNS.upper()}|[A-Z]{{3,6}}\.VN))\s*[-–—]\s",
    re.IGNORECASE | re.MULTILINE,
)
PROPER_NAME = rf"[{UPPER}][^\s,.;)]*(?:\s[{UPPER}][^\s,.;)]*){{0,3}}"
BY_PRESS = re.compile(
    r"(?<!\w)(?i:theo|nguồn|nguon|trích|dẫn từ|tin từ|lấy từ|chép từ|copy từ|đăng trên|tin tu|lay tu|dang tren)"
    r"\s*:?\s*(?:tin\s)?"
    rf"(?i:(?:báo|bao|tạp chí|báo điện tử)\s+(?!cáo|cao)(?:(?-i:{PROPER_NAME})|(?:{PLAIN_OUTLETS})(?!\w))"
    rf"|(?:{OUTLETS})(?!\w)"
    rf"|{SITES}[a-z0-9]{{0,20}}\.(?:vn|com|net)(?!\w))"
)
BARE_WORDS = 4


def links(text: str) -> list[Finding]:
    """Return the links; `bare` is said where there is hardly a word beside them."""
    matches = [(match.start(), match.start() + len(match[0].rstrip(CLOSING))) for match in LINK.finditer(text)]
    beside = len(LINK.sub(" ", text).split())
    detail = {"bare": "yes"} if beside < BARE_WORDS else {}
    return [found("external_link", text, start, end, **detail) for start, end in matches]


def find(text: str) -> list[Finding]:
    """Return links and signs of copied press text."""
    return [*links(text), *_press(text)]


def _press(text: str) -> Iterator[Finding]:
    if tag := TAG.search(text):
        yield found(
            "press_copy", text, tag.start() + _indent(tag[0]), tag.end(), outlet=(tag["outlet"] or tag["sign"]).strip()
        )
    for match in BY_PRESS.finditer(text):
        yield found("press_copy", text, *match.span())


def _indent(matched: str) -> int:
    return len(matched) - len(matched.lstrip())
