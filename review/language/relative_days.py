"""Dates told from the day of sending: sáng nay, hôm qua, thứ Ba vừa rồi, tuần sau (domain guide, section 15)."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from review.language.context import preceding
from review.language.day_found import (
    DAY_NUMBERS,
    ONE_DAY,
    ONE_WEEK,
    PART,
    DateFound,
    Days,
    in_month,
    in_year,
    part_of,
    single,
    vague,
)
from review.language.phrases import either, one_of, whole

NAMED_PART = rf"(?:(?:buổi\s+|buoi\s+)?(?P<part>{PART})\s+)"
HOM = one_of("hôm", "ngày hôm", "bữa")
THIS = one_of("này", "nay")
LAST = one_of("rồi", "trước", "qua", "vừa rồi", "vừa qua")
NEXT = rf"{one_of('sau', 'tới', 'kế tiếp', 'tiếp theo')}(?!\s+{one_of('hết', 'cuối', 'ngày', 'tháng', 'khi')})"
WHICH = rf"(?:(?P<this>{THIS})|(?P<last>{LAST})|(?P<next>{NEXT}))"
EDGE = rf"(?:(?P<edge>{one_of('đầu', 'giữa', 'cuối')})\s+)?"
COUNT = rf"(?:\d{{1,2}}|{one_of(*DAY_NUMBERS)})"
COUNTED_BEFORE = re.compile(
    rf"(?:\d|(?<!\w)(?:{one_of(*DAY_NUMBERS, 'mấy', 'vài', 'nhiều', 'các', 'hàng', 'hằng', 'mỗi')}))\s+$", re.IGNORECASE
)
COMPARED_BEFORE = re.compile(rf"{one_of('cùng kỳ', 'so với', 'hết', 'của')}\s+$", re.IGNORECASE)

LENGTHS = {"ngày": 1, "hôm": 1, "bữa": 1, "tuần": 7, "tháng": 30, "năm": 365}
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]]


def _days_away(days: int) -> Callable[[re.Match[str], date], Days | None]:
    return lambda _match, today: single(today + timedelta(days=days))


def _ago(match: re.Match[str], today: date) -> Days | None:
    count = _number(match["count"])
    return single(today - timedelta(days=count))


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    return next(n for n, word in enumerate(DAY_NUMBERS, start=1) if re.fullmatch(either(word), said.lower()))


def _weeks(match: re.Match[str]) -> int:
    """Return -1, 0 or 1: last, this or next."""
    return -1 if match["last"] else 1 if match["next"] else 0


def _in_week(match: re.Match[str], today: date) -> Days | None:
    """Return the week, or its first two, middle two or last two days; which day it was must be asked."""
    if COUNTED_BEFORE.search(preceding(match.string, match.start())):
        return None
    monday = today - timedelta(days=today.weekday()) + _weeks(match) * ONE_WEEK
    first, last = _edge(match, ((0, 1), (2, 3), (5, 6)), (0, 6))
    return vague(monday + first * ONE_DAY, monday + last * ONE_DAY)


def _edge(
    match: re.Match[str], spans: tuple[tuple[int, int], tuple[int, int], tuple[int, int]], whole_span: tuple[int, int]
) -> tuple[int, int]:
    edge = (match["edge"] or "").lower()
    for word, span in zip(("đầu", "giữa", "cuối"), spans, strict=True):
        if edge and re.fullmatch(either(word), edge):
            return span
    return whole_span


def _in_month(match: re.Match[str], today: date) -> Days | None:
    before = preceding(match.string, match.start())
    if COUNTED_BEFORE.search(before) or COMPARED_BEFORE.search(before):
        return None
    months = today.year * 12 + today.month - 1 + _weeks(match)
    return in_month(months // 12, months % 12 + 1)


def _in_year(match: re.Match[str], today: date) -> Days | None:
    before = preceding(match.string, match.start())
    if COUNTED_BEFORE.search(before) or COMPARED_BEFORE.search(before):
        return None
    return in_year(today.year - 1 if match["last"] else today.year)


def _since_new_year(_match: re.Match[str], today: date) -> Days | None:
    return vague(date(today.year, 1, 1), today)


def _for_some_time(match: re.Match[str], today: date) -> Days | None:
    """Return the time up to today that is counted back: "hai tuần nay"; "mấy hôm nay" says no number."""
    said = match["count"].lower()
    if not (said.isdigit() or any(re.fullmatch(either(word), said) for word in DAY_NUMBERS)):
        return vague()
    unit = next(days for name, days in LENGTHS.items() if re.fullmatch(either(name), match["unit"].lower()))
    return vague(today - timedelta(days=_number(said) * unit), today)


def _some_day(match: re.Match[str], _today: date) -> Days | None:
    return None if COUNTED_BEFORE.search(preceding(match.string, match.start())) else vague()


RULES: tuple[Rule, ...] = (
    (whole(rf"(?:{NAMED_PART}(?:{HOM}\s+)?|{HOM}\s+)nay|h[oô]?m?nay"), _days_away(0)),
    (whole(rf"(?:{NAMED_PART}(?:{HOM}\s+)?|{HOM}\s+)qua|hqua"), _days_away(-1)),
    (whole(rf"(?:{NAMED_PART})?{HOM}\s+kia"), _days_away(-2)),
    (whole(rf"{one_of('hồi nãy', 'khi nãy', 'lúc nãy')}"), _days_away(0)),
    (whole(rf"(?:{NAMED_PART}(?:{either('ngày')}\s+)?|{either('ngày')}\s+)(?-i:mai|MAI)"), _days_away(1)),
    (whole(rf"(?:{NAMED_PART})?{one_of('ngày kia', 'ngày mốt')}"), _days_away(2)),
    (whole(rf"{either('cách đây')}\s+(?P<count>{COUNT})\s+{one_of('ngày', 'hôm', 'bữa')}"), _ago),
    (whole(rf"(?P<count>{COUNT})\s+{one_of('ngày', 'hôm', 'bữa')}\s+{either('trước')}"), _ago),
    (whole(rf"{EDGE}{either('tuần')}\s+{WHICH}"), _in_week),
    (whole(rf"{EDGE}{either('tháng')}\s+{WHICH}"), _in_month),
    (whole(rf"{either('năm')}\s+(?:nay|(?P<last>{either('ngoái')}))"), _in_year),
    (whole(rf"{one_of('từ đầu năm đến nay', 'từ đầu năm tới nay')}"), _since_new_year),
    (whole(rf"{one_of('sáng', 'chiều', 'trưa', 'tối')}\s+ni"), _days_away(0)),
    (
        whole(
            rf"(?P<count>{COUNT}|{one_of('mấy', 'vài', 'những')})\s+(?P<unit>{one_of(*LENGTHS)})"
            rf"\s+{one_of('qua', 'vừa qua', 'nay', 'gần đây', 'vừa rồi')}"
        ),
        _for_some_time,
    ),
    (whole(rf"{one_of('hôm', 'bữa')}\s+{one_of('trước', 'nọ', 'rồi', 'bữa')}"), _some_day),
    (whole(one_of("mới đây", "vừa qua", "vừa rồi", "gần đây", "mấy bữa nay", "mấy hôm nay")), _some_day),
)


def find(text: str, today: date) -> Iterator[DateFound]:
    """Yield the dates that are told from the day of sending."""
    for pattern, days_of in RULES:
        for match in pattern.finditer(text):
            days = days_of(match, today)
            if days is not None:
                start, end = match.span()
                yield DateFound(match[0], start, end, days.from_, days.to, days.is_vague, True, part_of(match))
