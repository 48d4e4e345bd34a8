"""A passage as the portal spells it: dates instead of "sáng nay", words instead of chat forms, the unit's name."""

import re
from datetime import date, datetime, timedelta

from review.language import dates, people, tone
from review.language.dates import DateFound
from review.language.folding import lacks_marks
from review.language.phrases import one_of
from review.language.typography import expand_abbreviations, typographic
from review.rendering.story import Story

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|\[\[[^\[\]]*\]\]")
MY_UNIT = re.compile(
    r"(?<!\w)(?P<kind>phường|xã|đặc khu|quận|huyện|sở|đơn vị|cơ quan)\s+"
    r"(?:em|mình|tôi|tui|chúng tôi|chúng em|tụi em|bọn em|con|cháu|tụi mình)(?!\w)",
    re.IGNORECASE,
)
SENTENCE_START = re.compile(r"(?:^|[.!?…] )$")
ANY_KIND = frozenset({"đơn vị", "cơ quan"})
DAY_UNKNOWN = "[[ngày diễn ra]]"
A_WEEK = timedelta(days=7)
UNTIL_NOW = re.compile(rf"{one_of('đến nay', 'tới nay')}", re.IGNORECASE)


def spelled(text: str, sent_at: datetime, story: Story) -> str:
    """Return a passage spelled out and set in the house's typography; quotations keep their words."""
    text = with_dates(text, sent_at)
    text = _with_unit(text, story.unit_short)
    text, _ = expand_abbreviations(text)
    return typographic(tone.place_tones(" ".join(text.split())))


def with_dates(text: str, sent_at: datetime) -> str:
    """Return the text with relative dates as dates: "Sáng nay" → "Sáng 12/11"; a vague one asks for the day."""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    for found in reversed(dates.resolve(text, sent_at)):
        is_quoted = any(start <= found.start < end for start, end in quoted)
        if found.is_relative and not is_quoted:
            day = _like(found.text, _written(found)) + _comma(text, found)
            text = text[: found.start] + day + text[found.end :]
    return text


def with_open_names(text: str) -> str:
    """Return the text with a question behind each position that stands for an unnamed person: "một Phó Chủ tịch"."""
    for _, end in reversed(list(people.nameless_titles(text))):
        text = f"{text[:end]} [[họ tên]]{text[end:]}"
    return text


def _written(found: DateFound) -> str:
    if found.from_ is None or found.to is None or UNTIL_NOW.search(found.text):
        return found.text
    if not found.is_vague:
        return dates.written(found)
    if found.from_ == found.to:
        return f"{found.text} [[{dates.short_date(found.from_)}?]]"
    return _span(found.from_, found.to)


def _span(from_: date, to: date) -> str:
    """Return a vague span: a year and a month by name, days with the question which."""
    if to - from_ < A_WEEK:
        return f"trong tuần từ {dates.short_date(from_)} đến {dates.short_date(to)} {DAY_UNKNOWN}"
    if (from_.month, to.month) == (1, 12):
        return f"năm {from_.year}"
    return f"tháng {from_.month}/{from_.year}"


def _comma(text: str, found: DateFound) -> str:
    """Return the comma between a sentence's opening day and its subject: "Sáng 12/11, UBND …"."""
    opens = SENTENCE_START.search(text[: found.start])
    return "," if opens and re.match(r" [^\W\d_]", text[found.end :]) and text[found.end + 1].isupper() else ""


def _like(before: str, after: str) -> str:
    return after[:1].upper() + after[1:] if before[:1].isupper() else after


def _with_unit(text: str, unit: str) -> str:
    """Return the text with "phường em" as the unit's name, where the unit is of that kind."""

    def named(match: re.Match[str]) -> str:
        kind = match["kind"].lower()
        fits = kind in ANY_KIND or unit.lower().startswith(kind)
        return _like(match[0], unit) if unit and fits else match[0]

    return text if lacks_marks(text) else MY_UNIT.sub(named, text)
