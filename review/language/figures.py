"""Figures: whether those of a text agree, and shares that follow from them (domain guide, section 10)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review.language.context import preceding
from review.language.finding import Finding, found
from review.language.phrases import either, one_of
from review.language.sentences import sentence_spans

TOLERANCE = 1.0
FULL = 100.0
LONGEST_MONTH, MONTHS = 31, 12
ALWAYS = (24, 7)
YEARS = range(1900, 2101)
NUMBER = r"\d{1,3}(?:\.\d{3}){1,4}|\d{1,12}(?:,\d{1,6})?"
PERCENT = re.compile(
    rf"(?<![\d.,])(?P<value>\d{{1,6}}(?:[.,]\d{{1,6}})?)\s?(?:%|{either('phần trăm')})(?!\w)", re.IGNORECASE
)
UNIT = r"(?:\s+[^\W\d][^\s\d,.;:()]*){0,3}"
BECAME = one_of("xuống còn", "xuống", "còn", "lên", "lên đến", "lên tới", "tăng lên", "giảm còn", "giảm xuống")
# "từ 20 ngày xuống còn 15 ngày"
CHANGE = re.compile(
    rf"(?<!\w){either('từ')}\s+(?P<old>{NUMBER}){UNIT}\s+(?:{BECAME})\s+(?P<new>{NUMBER})(?![\d/%])",
    re.IGNORECASE,
)
CHANGE_WORD = re.compile(one_of("giảm", "tăng", "rút ngắn", "cắt giảm", "tiết kiệm"), re.IGNORECASE)
POINTS_AFTER = re.compile(rf"\s*{either('điểm')}", re.IGNORECASE)
OUT_OF = one_of("trong số", "trong tổng số", "trên tổng số", "trên")
# "64/118 hồ sơ", "64 trong số 118 hồ sơ"
SHARE = re.compile(
    rf"(?<![\d/.,\-])(?P<part>{NUMBER})(?:\s*/\s*|\s+{OUT_OF}\s+)(?P<all>{NUMBER})(?![\d/\-]|,\d)(?=\s+[^\W\d]|\s*\(|\s*$|[.,;])",
    re.IGNORECASE,
)
OF_THEM = one_of("trong đó", "trong số đó")
ABOUT = one_of("có", "khoảng")
# "118 kết quả, trong đó 64 trường hợp"
PART = re.compile(
    rf"(?<![\d/.,\-])(?P<all>{NUMBER})(?P<noun>(?:\s+[^\W\d][^\s\d,.;:()]*){{1,4}}),?\s+{OF_THEM}\s*(?:{ABOUT}\s+)?(?P<part>{NUMBER})(?![\d/%])\s+(?=[^\W\d])",
    re.IGNORECASE,
)
MADE_OF = one_of("gồm", "bao gồm", "gồm có")
WHOLE = re.compile(
    rf"(?<![\d/.,\-])(?P<all>{NUMBER})\s+(?P<noun>[^\W\d]+)(?P<rest>[^.;:\n]{{0,80}}?)\s*(?:,\s*)?{MADE_OF}\s*:?\s+(?P<parts>[^.;\n]{{1,300}})",
    re.IGNORECASE,
)
COUNTED = re.compile(rf"(?<![\d/.,\-])(?P<count>{NUMBER})\s+(?P<noun>[^\W\d]+)", re.IGNORECASE)
FEWEST_PARTS = 2
DATE_LIKE = re.compile(
    rf"{one_of('ngày', 'sáng', 'chiều', 'tối', 'trưa', 'đêm', 'số nhà', 'nhà', 'hẻm', 'từ', 'đến', 'tới')}\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Share:
    """One amount of another, as the text tells it."""

    part: float
    total: float
    start: int
    end: int
    as_written: str

    @property
    def percent(self) -> float:
        return self.part / self.total * FULL


def conflicts(text: str) -> list[Finding]:
    """Return the figures of a text that do not agree: percentages with their amounts, parts with totals."""
    return [conflict for sentence in sentence_spans(text) for conflict in _in_sentence(text, *sentence)]


def derived(text: str) -> list[Finding]:
    """Return shares that the text gives as two amounts and not as a percentage: 64 of 118 is 54,2 %."""
    findings = []
    for begin, end in sentence_spans(text):
        if PERCENT.search(text[begin:end]):
            continue
        for share in _shares(text, begin, end):
            if share.part < share.total:
                value = f"{share.percent:.1f}".replace(".", ",") + "%"
                findings.append(found("derived_number", text, share.start, share.end, value=value, of=share.as_written))
    return findings


def value_of(written: str) -> float:
    """Return the number: thousands `.`, decimal `,`."""
    return float(written.replace(".", "").replace(",", "."))


def _in_sentence(text: str, begin: int, end: int) -> Iterator[Finding]:
    yield from _wrong_changes(text, begin, end)
    yield from _wrong_shares(text, begin, end)
    yield from _wrong_sums(text, begin, end)


def _wrong_changes(text: str, begin: int, end: int) -> Iterator[Finding]:
    changes = list(CHANGE.finditer(text, begin, end))
    percents = [one for one in _percents(text, begin, end) if not POINTS_AFTER.match(text, one.end())]
    if len(changes) != 1 or len(percents) != 1 or not CHANGE_WORD.search(text[begin:end]):
        return
    old, new = value_of(changes[0]["old"]), value_of(changes[0]["new"])
    if not old:
        return
    right = abs(new - old) / old * FULL
    if abs(right - _percent(percents[0])) > TOLERANCE:
        yield _conflict(text, changes[0], percents[0], right)


def _wrong_shares(text: str, begin: int, end: int) -> Iterator[Finding]:
    shares, percents = _shares(text, begin, end), _percents(text, begin, end)
    for share in shares:
        if share.part > share.total:
            yield found(
                "number_conflict", text, share.start, share.end, part=f"{share.part:g}", total=f"{share.total:g}"
            )
    if len(shares) == 1 and len(percents) == 1 and not CHANGE_WORD.search(text[begin:end]):
        said, right = _percent(percents[0]), shares[0].percent
        if min(abs(right - said), abs(FULL - right - said)) > TOLERANCE:
            start, until = min(shares[0].start, percents[0].start()), max(shares[0].end, percents[0].end())
            yield found("number_conflict", text, start, until, stated=percents[0][0], computed=_written(right))


def _wrong_sums(text: str, begin: int, end: int) -> Iterator[Finding]:
    """Yield totals whose listed parts, counted in the same unit, add up to something else."""
    for match in WHOLE.finditer(text, begin, end):
        noun = match["noun"].lower()
        parts = [one for one in COUNTED.finditer(match["parts"]) if one["noun"].lower() == noun]
        if len(parts) < FEWEST_PARTS or len(parts) != len(COUNTED.findall(match["parts"])):
            continue
        total, added = value_of(match["all"]), sum(value_of(one["count"]) for one in parts)
        if total != added:
            yield found("number_conflict", text, *match.span(), stated=f"{total:g}", computed=f"{added:g}")


def _shares(text: str, begin: int, end: int) -> list[Share]:
    shares = []
    for pattern in (SHARE, PART):
        for match in pattern.finditer(text, begin, end):
            part, total = value_of(match["part"]), value_of(match["all"])
            if total and not _may_be_date(text, match, part, total):
                shares.append(Share(part, total, *match.span(), f"{match['part']}/{match['all']}"))
    return shares


def _may_be_date(text: str, match: re.Match[str], part: float, total: float) -> bool:
    """Tell whether "12/11" may be a day: a slash between a day and a month, or a date word before."""
    if "/" not in match[0]:
        return False
    return bool(DATE_LIKE.search(preceding(text, match.start()))) or _is_calendar(part, total)


def _is_calendar(first: float, second: float) -> bool:
    """Tell whether two numbers with a slash may be day and month, month and year, or "24/7"."""
    return (
        (first <= LONGEST_MONTH and second <= MONTHS)
        or (first, second) == ALWAYS
        or (first <= MONTHS and second in YEARS)
    )


def _percents(text: str, begin: int, end: int) -> list[re.Match[str]]:
    return list(PERCENT.finditer(text, begin, end))


def _percent(match: re.Match[str]) -> float:
    return float(match["value"].replace(",", "."))


def _written(percent: float) -> str:
    return f"{percent:.1f}".replace(".", ",") + "%"


def _conflict(text: str, amounts: re.Match[str], percent: re.Match[str], right: float) -> Finding:
    start, end = min(amounts.start(), percent.start()), max(amounts.end(), percent.end())
    return found("number_conflict", text, start, end, stated=percent[0], computed=_written(right))
