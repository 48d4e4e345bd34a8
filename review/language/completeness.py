"""What a tip leaves open: its date, its source, who did it, and the numbers and names of documents and officials."""

import re
from collections.abc import Iterator
from datetime import date

from review.language import people
from review.language.context import preceding, sentence_around
from review.language.facts import Facts, missing
from review.language.finding import Finding, found
from review.language.phrases import one_of, whole
from review.language.sources import DOCUMENT

SETS_OUT = one_of("ban hành", "theo", "thực hiện", "ký", "triển khai", "căn cứ")
LOWER_CASE_KINDS = one_of("kế hoạch", "quyết định", "công văn", "chỉ thị", "nghị quyết", "tờ trình")
NAMED_DOCUMENT = re.compile(
    rf"(?<!\w)(?i:{SETS_OUT})\s+(?:(?i:một|bản)\s+)?(?P<kind>Kế hoạch|Quyết định|Công văn|Thông báo|Nghị quyết|Chỉ thị"
    r"|Tờ trình|Quy chế|Đề án|Hướng dẫn|Kết luận"
    rf"|(?i:{LOWER_CASE_KINDS}(?=\s+{one_of('của', 'về')})))(?!\w)"
)
COMING = whole(one_of("sẽ", "dự kiến", "sắp", "sắp tới", "chuẩn bị"))


def find(text: str, facts: Facts, today: date) -> list[Finding]:
    """Return what is still to be asked; `facts` are those of the same cleaned text."""
    if not any(character.isalpha() for character in text):
        return []
    open_facts = missing(facts)
    findings = [*_documents(text), *_names(text), *_coming(text, facts, today)]
    if "when" in open_facts:
        start, end = (facts.when[0].start, facts.when[0].end) if facts.when else (0, len(text))
        findings.append(found("missing_date", text, start, end))
    if "source" in open_facts:
        findings.append(found("missing_source", text, 0, len(text)))
    if not facts.who:
        findings.append(found("missing_organiser", text, 0, len(text)))
    return findings


def _documents(text: str) -> Iterator[Finding]:
    for match in NAMED_DOCUMENT.finditer(text):
        _, until = sentence_around(text, match.start())
        if not DOCUMENT.search(text, match.end(), until):
            yield found("missing_doc_number", text, *match.span("kind"))


def _names(text: str) -> Iterator[Finding]:
    """Yield officials with a given name only, titles without a name, and officials who speak unnamed."""
    for person in people.named(text):
        if person.is_official and not person.is_full:
            yield found("incomplete_name", text, person.start, person.end)
    for start, end in people.nameless_titles(text):
        yield found("incomplete_name", text, start, end)
    for start, end in people.unnamed_speakers(text):
        yield found("unnamed_official", text, start, end)


def _coming(text: str, facts: Facts, today: date) -> Iterator[Finding]:
    """Yield an event that is still to come: a day after the sending and a word of intention in its sentence."""
    for day in facts.when:
        begin, until = sentence_around(text, day.start)
        is_later = day.from_ is not None and day.from_ > today
        if (
            is_later
            and (COMING.search(text, begin, until) or not day.is_vague)
            and not _is_end_of_span(text, day.start)
        ):
            yield found("future_event", text, day.start, day.end)
            return


def _is_end_of_span(text: str, start: int) -> bool:
    return bool(
        re.search(
            rf"{one_of('đến', 'tới', 'đến hết', 'tới hết', 'trước', 'hạn', 'đến ngày', 'hết ngày', 'hết')}\s+$",
            preceding(text, start),
            re.IGNORECASE,
        )
    )
