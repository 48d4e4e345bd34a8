"""Standfirst and title out of a chat text: sentences chosen and cut, never written (domain guide, section 14)."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from review.language import bodies, dates, places
from review.language.folding import count_words
from review.language.phrases import one_of

OPEN_TITLE = "[[tít]]"
SOFT_LIMIT = 12
HARD_LIMIT = 18
FEWEST_WORDS_OF_ACTION = 3
LOOKED_AT = 3
# Words of time before the subject: "Từ ngày 3/11, ", "Sáng thứ Sáu hằng tuần, ", "Sáng 12/11 ".
TIME = one_of(
    "từ", "vào", "ngày", "sáng", "trưa", "chiều", "tối", "đêm", "tháng", "năm", "thứ", "trong", "mới đây", "vừa qua",
    "đầu", "cuối", "tuần", "hằng tuần", "hàng tuần", "quý",
)  # fmt: skip
TIME_CLAUSE = re.compile(rf"(?:{TIME}(?!\w)|\d)[^,;:]{{0,60}},\s+", re.IGNORECASE)
TIME_WORDS = re.compile(
    r"(?:(?:từ|vào)\s+)?(?:(?:sáng|trưa|chiều|tối|đêm)\s+)?(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?\s+", re.IGNORECASE
)
GOES_ON = one_of("tại", "ngay", "ở", "nhằm", "để", "với", "từ", "có", "vào", "trong", "theo", "giúp")
CUT = re.compile(rf",\s|;\s|:\s|\s\(|\s(?={GOES_ON}(?!\w))")


def standfirst_at(sentences: Sequence[str], sent_at: datetime) -> int:
    """Return which of the first sentences says most of when, who and where; the earliest of equals."""
    scores = [_telling(sentence, sent_at) for sentence in sentences[:LOOKED_AT]]
    return scores.index(max(scores)) if scores else 0


def title(standfirst: str, announced: str, unit: str) -> str:
    """Return a title that names unit and action in words of the tip, else `[[tít]]` for the editor.

    First what the correspondent called it ("bài về mô hình …"), else the subject and verb of the standfirst, cut
    where the sentence goes on to place, purpose or circumstance.
    """
    if announced and count_words(announced) <= HARD_LIMIT:
        return _capital(announced)
    clause = _subject_and_verb(standfirst)
    has_unit = not unit or _proper(unit) in clause
    return _capital(clause) if clause and has_unit else OPEN_TITLE


def _telling(sentence: str, sent_at: datetime) -> int:
    has_day = any(found.from_ for found in dates.resolve(sentence, sent_at))
    return 2 * has_day + _has(bodies.bodies(sentence)) + _has(places.places(sentence))


def _has(spans: Iterator[tuple[int, int]]) -> bool:
    return next(spans, None) is not None


def _subject_and_verb(sentence: str) -> str:
    """Return the clause that begins with an agency, cut at 12 to 18 words; nothing where none fits."""
    text = sentence.rstrip(" .!?…")
    while lead := (TIME_CLAUSE.match(text) or TIME_WORDS.match(text)):
        text = text[lead.end() :]
    subject = next((end for start, end in bodies.bodies(text) if start == 0), 0)
    if not subject or "[[" in text:
        return ""
    shortest = count_words(text[:subject]) + FEWEST_WORDS_OF_ACTION
    ends = [match.start() for match in CUT.finditer(text, subject)] + [len(text)]
    clauses = [text[:end] for end in ends if shortest <= count_words(text[:end]) <= HARD_LIMIT]
    short = [clause for clause in clauses if count_words(clause) <= SOFT_LIMIT]
    return short[-1] if short else (clauses[0] if clauses else "")


def _proper(unit: str) -> str:
    """Return the proper name of a unit: "phường Bình Mẫu" → "Bình Mẫu"."""
    words = unit.split()
    return " ".join(words[1:] if len(words) > 1 else words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
