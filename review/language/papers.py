"""Numbers that belong to one person: identity cards, bank accounts, files of cases, plates (domain guide, section 18).

A number that has a form of its own is told by it; one that has none, by the word before it.
"""

import re
from collections.abc import Iterator

from review.language.context import preceding
from review.language.phrases import one_of

HIGH, WARN, INFO = "high", "warn", "info"
Rule = tuple[str, str, re.Pattern[str]]
NO_MORE_DIGITS = r"(?![ .\-]?\d)(?!\w)"
CARD = one_of(
    "cccd", "căn cước", "căn cước công dân", "số định danh", "định danh cá nhân", "mã định danh", "cmnd/cccd",
    "cccd/cmnd",
)  # fmt: skip
OLD_CARD = one_of(
    "cmnd", "cmt", "cmtnd", "chứng minh", "chứng minh nhân dân", "chứng minh thư", "cccd/cmnd", "số cm", "giấy cm"
)
ACCOUNT = one_of(
    "stk", "số tài khoản", "tài khoản số", "số tk", "tk", "tài khoản", "tài khoản ngân hàng", "tài khoản cá nhân",
    "chuyển khoản", "ck", "chuyển tiền vào số", "số thẻ", "số thẻ atm",
)  # fmt: skip
BANK = one_of(
    "vietcombank", "vcb", "techcombank", "tcb", "agribank", "sacombank", "stb", "bidv", "vietinbank", "ctg",
    "mbbank", "mb bank", "mb", "acb", "vpbank", "tpbank", "hdbank", "ocb", "shb", "msb", "vib", "scb", "eximbank",
    "seabank", "namabank", "nam á bank", "lpbank", "lienvietpostbank", "kienlongbank", "dong a bank", "đông á",
    "abbank", "pvcombank", "bac a bank", "baoviet bank", "cake", "timo", "momo",
)  # fmt: skip
FILE_CUE = one_of("mã hồ sơ", "mã số hồ sơ", "hồ sơ mã", "hồ sơ mã số", "số biên nhận", "biên nhận số", "mã biên nhận")
BETWEEN = r"[^\d\n.;]{0,25}(?:(?:9|12)\s(?:số|so)[^\d\n.;]{0,10})?"
PLATE_CUE = one_of("biển số", "biển kiểm soát", "bks", "biển", "bs", "xe", "mang bs", "xe số")
RULES: tuple[Rule, ...] = (
    (
        "pii_email",
        WARN,
        re.compile(
            r"(?<![\w.+\-])[\w.+\-]{1,64}(?:\s?@\s?|\s?[(\[]\s?(?:at|a còng|a cong)\s?[)\]]\s?)"
            r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}",
            re.IGNORECASE,
        ),
    ),
    (
        "pii_email",
        WARN,
        re.compile(
            r"(?<![\w.+\-])[\w.+\-]{2,64}\s(?:at|a còng|a cong)\s"
            r"(?:gmail|yahoo|hotmail|outlook|icloud)\.com(?:\.vn)?"
        ),
    ),
    (
        "pii_hoso",
        WARN,
        re.compile(r"(?<![\w.])(?:\d{3}\.\d{2}\.\d{2}\.)?H\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{4,6}\b", re.IGNORECASE),
    ),
    (
        "pii_hoso",
        WARN,
        re.compile(
            rf"(?<!\w){FILE_CUE}"
            r"[^\w\n]{1,3}(?:(?:số|so|là|la)\s+)?((?=[\w.\-/]*\d{4})[\w]+(?:[.\-/][\w]+){1,5}|\d{6,18})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "pii_cccd",
        HIGH,
        re.compile(
            rf"(?<!\w){CARD}(?!\w){BETWEEN}(0(?:[ .\-]?\d){{11}}){NO_MORE_DIGITS}",
            re.IGNORECASE,
        ),
    ),
    (
        "pii_cmnd",
        HIGH,
        re.compile(
            rf"(?<!\w){OLD_CARD}(?!\w){BETWEEN}(\d{{9}}|\d{{3}}[ .\-]\d{{3}}[ .\-]\d{{3}}){NO_MORE_DIGITS}",
            re.IGNORECASE,
        ),
    ),
    (
        "pii_bank",
        HIGH,
        re.compile(rf"(?<!\w){ACCOUNT}(?!\w)[^\d\n;]{{0,30}}(\d[\d .\-]{{6,24}}\d)(?!\w)", re.IGNORECASE),
    ),
    (
        "pii_bank",
        HIGH,
        re.compile(rf"(?<!\w){BANK}(?!\w)[^\d\n;]{{0,8}}(\d(?:[ .\-]?\d){{7,18}})(?!\w)", re.IGNORECASE),
    ),
    ("pii_bank", HIGH, re.compile(rf"(?<![\w.\-])(\d(?:[ .\-]?\d){{7,18}})\s*[,(\-–]?\s*{BANK}(?!\w)", re.IGNORECASE)),
    (
        "pii_cccd",
        HIGH,
        re.compile(
            rf"(?<![\d.])0(?:0[1-9]|[1-8]\d|9[0-6])[ .\-]?\d{{3}}[ .\-]?\d{{3}}[ .\-]?\d{{3}}{NO_MORE_DIGITS}"
            r"(?!\s*(?:đ|đồng|dong|vnđ|vnd)(?!\w))",
            re.IGNORECASE,
        ),
    ),
    (
        "pii_plate",
        WARN,
        re.compile(r"(?<![\w/.])\d{2}[ \-]?[A-Z]{1,2}\d?[ \-]\d{3}[.]?\d{2}(?!\w)"),
    ),
    (
        "pii_plate",
        WARN,
        re.compile(
            rf"(?<!\w){PLATE_CUE}(?!\w)[^\d\n.;]{{0,20}}(\d{{2}}\s?-?\s?[A-Z]{{1,2}}\d?\s?[\-.]?\s?\d{{3}}[.]?\d{{1,2}})(?!\w)",
            re.IGNORECASE,
        ),
    ),
)
# Numbers that look alike and belong to papers, not to people.
OTHER_NUMBER = re.compile(
    one_of(
        "mã số thuế", "mst", "hóa đơn", "số hóa đơn", "mã vận đơn", "vận đơn", "mã đơn", "mã đơn hàng", "mã bưu gửi",
        "mã số doanh nghiệp", "số seri", "seri", "serial", "mã tra cứu", "mã số", "số quyết định", "hợp đồng số",
        "mã giao dịch", "số phát hành",
    )
    + r"[^\w\n]{0,3}(?:(?:số|so|là|la)\s+)?$",
    re.IGNORECASE,
)  # fmt: skip
PUBLIC_OWNER = re.compile(
    r"[^.;\n]{0,40}?(?:"
    + one_of(
        "kho bạc", "ubnd", "ủy ban", "ban vận động", "ban cứu trợ", "mặt trận", "mttq", "quỹ vì người nghèo",
        "quỹ đền ơn", "chi cục thuế", "thuế cơ sở", "cơ quan", "trung tâm phục vụ",
    )
    + r")(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
SEPARATE = frozenset({"pii_cccd", "pii_bank", "pii_cmnd"})


def candidates(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield code, severity and place, the surer patterns first."""
    for code, severity, pattern in RULES:
        for match in pattern.finditer(text):
            start, end = match.span(1) if match.re.groups else match.span()
            if not _is_another_number(text, code, start, end):
                yield code, severity, start, end


def _is_another_number(text: str, code: str, start: int, end: int) -> bool:
    if code not in SEPARATE:
        return False
    if code == "pii_bank" and (
        PUBLIC_OWNER.match(text, end) or re.match(r"\s*(?:đ|đồng|dong|vnđ)(?!\w)", text[end : end + 8])
    ):
        return True
    return bool(OTHER_NUMBER.search(preceding(text, start)))
