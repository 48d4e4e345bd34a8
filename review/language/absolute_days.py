"""Dates written as numbers and months: 12/11, ngày 12 tháng 11, tháng 8/2026 (domain guide, section 15)."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from review.language import stamps
from review.language.context import following, preceding
from review.language.day_found import (
    MONTHS_A_YEAR,
    PART,
    DateFound,
    Days,
    day_of,
    in_month,
    in_year,
    nearest,
    part_of,
    single,
    vague,
)
from review.language.phrases import either, one_of, whole

DAY = either("ngày")
MONTH = either("tháng")
YEAR = either("năm")
LEAD = rf"(?:(?P<part>{PART})\s+)?(?:(?P<cue>{DAY}|{either('hôm')})\s+)?"
TO = r"(?:-|–|đến|den|tới|toi|và|va|,)"
UNTIL = r"(?:-|–|đến|den|tới|toi)"
MONTH_WORDS = tuple(name.lower() for name in stamps.MONTHS)
MONTH_NAME = one_of(*MONTH_WORDS, "giêng")
CENTURY = 2000

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]]

# A day that belongs to a document, a birth or an identity card is not the day of the event.
OF_A_DOCUMENT = re.compile(
    r"\d/(?:\d{4}/)?[A-ZĐ]{2,}[A-ZĐ0-9&\-]*\s*[,(]?\s*(?:(?:ban hành|ban hanh|ký|ky)\s+)?(?:(?:ngày|ngay)\s+)?$",
    re.IGNORECASE,
)
OF_A_PERSON = re.compile(r"(?i:(?<!\w)(?:sn|sinh|cấp|cap|hạn|năm|nam|tháng|thang))\s*[:.]?\s*$")
FRACTION_BEFORE = whole(
    one_of(
        "đạt", "được", "khoảng", "tỷ lệ", "chiếm", "gần", "hơn", "số", "nhà", "hẻm", "ngõ", "tổ", "căn", "kiệt",
        "đường", "lô", "thửa", "còn", "giải quyết", "hoàn thành", "có", "trực", "hỗ trợ", "phục vụ", "xử lý", "trên",
    )
)  # fmt: skip
COUNTED_AFTER = whole(
    one_of(
        "số", "tổng số", "hồ sơ", "người", "hộ", "trường hợp", "đơn vị", "phường", "xã", "tổ", "khu phố", "ấp", "điểm",
        "sao", "thủ tục", "kết quả", "chỉ tiêu", "tiêu chí", "lượt", "học sinh", "em", "cháu", "ý kiến", "phiếu", "máy",
        "nhiệm vụ", "văn bản", "công chức", "cán bộ", "đại biểu", "hẻm", "ngõ", "đường", "kiệt", "giờ",
    )
)  # fmt: skip
TODAY = ("nay", "hôm qua", "mai", "hôm kia", "kia", "mốt", "rồi", "tuần này", "tuần sau", "lúc", "giờ", "dịp")
ROUND_THE_CLOCK = (24, 7)


def _year(said: str) -> int:
    return int(said) if len(said) == len("2026") else CENTURY + int(said)


def _full(match: re.Match[str], _today: date) -> Days | None:
    return single(day_of(_year(match["year"]), int(match["month"]), int(match["day"])))


def _official(match: re.Match[str], today: date) -> Days | None:
    month, day = _month_number(match["month"]), int(match["day"])
    return single(day_of(int(match["year"]), month, day) if match["year"] else nearest(today, month, day))


def _short(match: re.Match[str], today: date) -> Days | None:
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= month <= MONTHS_A_YEAR or (not _has_cue(match) and _is_fraction(match, day, month)):
        return None
    return single(nearest(today, month, day))


def _has_cue(match: re.Match[str]) -> bool:
    if match["part"] or match["cue"]:
        return True
    before = preceding(match.string, match.start()).rstrip(" (,")
    return bool(
        re.search(
            rf"(?<!\w){one_of('từ', 'đến', 'tới', 'vào', 'tính đến', 'trước', 'sau', *TODAY)}$", before, re.IGNORECASE
        )
    )


def _is_fraction(match: re.Match[str], day: int, month: int) -> bool:
    """Tell whether "7/12" counts or names a house: by the word before, the noun after, or a dash as separator."""
    before = re.split(r"\s", preceding(match.string, match.start()).rstrip())
    last_words = " ".join(before[-2:])
    return (
        match["mark"] != "/"
        or (day, month) == ROUND_THE_CLOCK
        or any(found.end() == len(last_words) for found in FRACTION_BEFORE.finditer(last_words))
        or bool(COUNTED_AFTER.match(following(match.string, match.end()).lstrip()))
    )


def _range(match: re.Match[str], today: date) -> Days | None:
    month, first, last = int(match["month"]), int(match["first"]), int(match["day"])
    end = day_of(_year(match["year"]), month, last) if match["year"] else nearest(today, month, last)
    begin = day_of(end.year, month, first) if end else None
    return Days(begin, end) if begin and end and begin <= end else None


def _between(match: re.Match[str], today: date) -> Days | None:
    """Return from one day to another, each with its month: 28/10 đến 3/11/2026."""
    day, month = int(match["day"]), int(match["month"])
    end = day_of(_year(match["year"]), month, day) if match["year"] else nearest(today, month, day)
    begin = nearest(end, int(match["first_month"]), int(match["first"])) if end else None
    return Days(begin, end) if begin and end and begin <= end else None


def _month(match: re.Match[str], today: date) -> Days | None:
    month = _month_number(match["month"])
    if not 1 <= month <= MONTHS_A_YEAR or re.search(r"\d\s+$", preceding(match.string, match.start())):
        return None
    middle = nearest(today, month, 15)
    year = int(match["year"]) if match["year"] else middle.year if middle else today.year
    return in_month(year, month)


def _month_number(said: str) -> int:
    if said.isdigit():
        return int(said)
    name = " ".join(said.lower().split())
    return next((n for n, word in enumerate(MONTH_WORDS, start=1) if re.fullmatch(either(word), name)), 1)


def _quarter(match: re.Match[str], today: date) -> Days | None:
    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match["quarter"].lower()) or int(match["quarter"])
    year = int(match["year"]) if match["year"] else today.year
    return vague(in_month(year, 3 * quarter - 2).from_, in_month(year, 3 * quarter).to)


def _first_months(match: re.Match[str], today: date) -> Days | None:
    year, count = int(match["year"]) if match["year"] else today.year, int(match["count"])
    return vague(date(year, 1, 1), in_month(year, count).to) if 1 <= count <= MONTHS_A_YEAR else None


def _whole_year(match: re.Match[str], _today: date) -> Days | None:
    return in_year(int(match["year"]))


def _stamp(match: re.Match[str], _today: date) -> Days | None:
    try:
        return single(stamps.parse_portal_stamp(match[0]).date())
    except ValueError:
        return None


def _day_alone(match: re.Match[str], today: date) -> Days | None:
    """Return the nearest day with this number: this month's, last month's or next month's."""
    months = today.year * MONTHS_A_YEAR + today.month - 1
    days = [day_of(m // MONTHS_A_YEAR, m % MONTHS_A_YEAR + 1, int(match["day"])) for m in range(months - 1, months + 2)]
    return single(min((day for day in days if day), key=lambda day: abs(day - today), default=None))


IN_YEAR = rf"(?:\s*(?:/|-|,?\s*{YEAR})\s*(?P<year>(?:19|20)\d{{2}}))"
DM = r"(?P<day>\d{1,2})\s?(?P<mark>[/.\-])\s?(?P<month>\d{1,2})"
RULES: tuple[Rule, ...] = (
    (stamps.STAMP, _stamp),
    (whole(rf"{LEAD}(?P<day>\d{{1,2}})\s+{MONTH}\s+(?P<month>\d{{1,2}}|{MONTH_NAME}){IN_YEAR}?"), _official),
    (
        re.compile(rf"(?<![\w/.,\-]){LEAD}{DM}(?P=mark)(?P<year>(?:19|20)\d\d|(?<=/)\d\d)(?![\w/\-])", re.IGNORECASE),
        _full,
    ),
    (re.compile(rf"(?<![\w/.,\-]){LEAD}{DM}(?![\w/\-]|[.,]\d|%)", re.IGNORECASE), _short),
    (
        re.compile(
            rf"(?<![\w/.,\-]){LEAD}(?P<first>\d{{1,2}})[/.](?P<first_month>\d{{1,2}})(?:/(?:19|20)\d\d)?\s*{UNTIL}\s*"
            rf"(?:{one_of('hết', 'ngày', 'hết ngày')}\s+)?(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})"
            rf"(?:/(?P<year>(?:19|20)\d\d))?(?![\w/])",
            re.IGNORECASE,
        ),
        _between,
    ),
    (
        re.compile(
            rf"(?<![\w/.,\-]){LEAD}(?P<first>\d{{1,2}})\s*{TO}\s*(?:{DAY}\s+)?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})"
            rf"(?:/(?P<year>(?:19|20)\d\d))?(?![\w/])",
            re.IGNORECASE,
        ),
        _range,
    ),
    (whole(rf"(?:{one_of('đầu', 'giữa', 'cuối')}\s+)?{MONTH}\s*(?P<month>\d{{1,2}}|{MONTH_NAME}){IN_YEAR}?"), _month),
    (re.compile(r"(?<!\w)T(?P<month>\d{1,2})/(?P<year>20\d{2})(?![\w/])", re.IGNORECASE), _month),
    (whole(rf"{either('quý')}\s+(?P<quarter>I{{1,3}}|IV|[1-4]){IN_YEAR}?"), _quarter),
    (whole(rf"(?P<count>\d{{1,2}})\s+{MONTH}\s+{either('đầu')}\s+{YEAR}(?:\s+(?P<year>20\d\d))?"), _first_months),
    (whole(rf"(?:{one_of('đầu', 'giữa', 'cuối')}\s+)?{YEAR}\s+(?P<year>20\d\d)"), _whole_year),
    (
        whole(
            rf"(?:(?P<part>{PART})\s+|(?:{one_of('vào', 'trong', 'từ', 'đến', 'hôm')})\s+)"
            rf"(?:{DAY}|{one_of('mùng', 'mồng')})\s+(?P<day>\d{{1,2}})"
            rf"(?!\s*[/.\-]?\d|\s*{MONTH}|\s*{TO}\s*\d)"
        ),
        _day_alone,
    ),
)


def find(text: str, today: date) -> Iterator[DateFound]:
    """Yield the dates that name day and month, a month, a quarter or a year."""
    for pattern, days_of in RULES:
        for match in pattern.finditer(text):
            days = days_of(match, today)
            if days is None or _is_no_event(preceding(text, match.start()), days):
                continue
            yield DateFound(match[0], *match.span(), days.from_, days.to, days.is_vague, False, part_of(match))


def _is_no_event(before: str, days: Days) -> bool:
    return bool(OF_A_PERSON.search(before) or (not days.is_vague and OF_A_DOCUMENT.search(before)))
