"""Weekdays in running text: thứ Ba vừa rồi, T3 tuần sau, and the rhythms that name no day (guide, section 15)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from review.language.context import following, preceding
from review.language.day_found import ONE_WEEK, PART, DateFound, part_of
from review.language.phrases import either, one_of, whole
from review.language.relative_days import LAST, NEXT, THIS

NAMES = ("hai", "ba", "tư", "năm", "sáu", "bảy")
NAME = rf"(?:{either('thứ')}\s*(?:[2-7]|{one_of(*NAMES)})|t[2-7]|{either('chủ nhật')}|cn)"
WEEKDAY = rf"(?P<name>{NAME})"
WHICH = rf"(?:(?P<week>\s+{either('tuần')})?\s+(?:(?P<this>{THIS})|(?P<last>{LAST})|(?P<next>{NEXT})))?"
CUE = one_of("ngày", "hôm", "vào", "vào ngày")
PATTERN = whole(rf"(?P<cue>{CUE}\s+)?(?:(?P<part>{PART})\s+)?(?:{CUE}\s+)?{WEEKDAY}{WHICH}")

LISTED_AFTER = re.compile(rf"\s*(?:,|-|–|&|và|va|hoặc|hoac)?\s*(?:{PART}\s+)?{NAME}(?!\w)", re.IGNORECASE)
LISTED_BEFORE = re.compile(rf"(?<!\w){NAME}\s*(?:,|-|–|&|và|va|hoặc|hoac)?\s*$", re.IGNORECASE)
RHYTHM_AFTER = re.compile(
    rf"\s*,?\s*{one_of('hàng tuần', 'hằng tuần', 'mỗi tuần', 'các tuần', 'trong tuần')}", re.IGNORECASE
)
RHYTHM_BEFORE = re.compile(
    rf"(?:(?<!\w){one_of('mỗi', 'các', 'hàng', 'hằng', 'mọi', 'từ', 'thêm', 'cả')}\s+|[“\"‘'])$", re.IGNORECASE
)
DATE_AFTER = re.compile(rf"\s*,?\s*\(?\s*(?:{either('ngày')}\s+)?\d{{1,2}}\s*[/.\-]\s*\d{{1,2}}", re.IGNORECASE)
OFFICIAL_DATE_AFTER = re.compile(rf"\s*,?\s*{either('ngày')}\s+\d{{1,2}}", re.IGNORECASE)
MONTH_AFTER = re.compile(r"\s*/\s*\d")
# "lần thứ ba", "người thứ hai": an ordinal, no weekday.
COUNTED = one_of(
    "lần", "người", "đợt", "hạng", "xếp", "đứng", "con", "năm", "kỳ", "khóa", "vị trí", "bước", "quý", "tháng", "tuần",
    "vòng", "loại", "bên", "nhóm", "mức", "cấp", "điểm", "ngày", "khách", "hàng", "máy", "mô hình", "kỳ họp",
    "phiên họp", "điều", "mục",
)  # fmt: skip
ORDINAL_BEFORE = re.compile(rf"(?<!\w){COUNTED}\s+$", re.IGNORECASE)


def find(text: str, today: date) -> Iterator[DateFound]:
    """Yield the weekdays that name a day; without "vừa rồi", "này", "tuần sau" the day must be asked."""
    for match in PATTERN.finditer(text):
        if not _names_a_day(match):
            continue
        has_which = bool(match["this"] or match["last"] or match["next"])
        day = _day(match, today)
        yield DateFound(match[0], *match.span(), day, day, not has_which, True, part_of(match))


def _names_a_day(match: re.Match[str]) -> bool:
    before, after = preceding(match.string, match.start()), following(match.string, match.end())
    if any(
        pattern.match(after) for pattern in (LISTED_AFTER, RHYTHM_AFTER, DATE_AFTER, OFFICIAL_DATE_AFTER, MONTH_AFTER)
    ):
        return False
    if LISTED_BEFORE.search(before) or RHYTHM_BEFORE.search(before):
        return False
    if match["this"] or match["last"] or match["next"]:
        return True
    has_number = match["name"][-1].isdigit() and len(match["name"]) > len("T3")
    return bool(match["part"] or match["cue"] or has_number) and not ORDINAL_BEFORE.search(
        preceding(match.string, match.start("name"))
    )


def weekday_number(said: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    if digit := re.search(r"[2-7]", said):
        return int(digit[0]) - 2
    last_word = said.lower().split()[-1]
    return next((n for n, name in enumerate(NAMES) if re.fullmatch(either(name), last_word)), 6)


def _day(match: re.Match[str], today: date) -> date:
    weekday = weekday_number(match["name"])
    in_this_week = today + timedelta(days=weekday - today.weekday())
    if match["week"]:
        return in_this_week + ONE_WEEK * (-1 if match["last"] else 1 if match["next"] else 0)
    if match["next"]:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if match["last"]:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if match["this"]:
        return in_this_week
    return today - timedelta(days=(today.weekday() - weekday) % 7)
