"""Markings of classified, internal and unissued material (domain guide, section 10)."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from review.language.clean import clean, is_clean
from review.language.folding import is_all_caps
from review.language.phrases import one_of, whole

Level = Literal["refuse", "ask"]

# Signs of secrecy count only as spelled: without marks, "mat" and "do mat" are everyday words.
DEGREE = re.compile(r"(?<!\w)(?:độ mật|tối mật|tuyệt mật)(?!\w|\s+(?:ong|khẩu|độ)(?!\w))", re.IGNORECASE)
# "đóng dấu mật", "tài liệu mật": the word alone never counts, the paper that bears it does.
STAMPED = re.compile(
    r"(?<!\w)(?:đóng dấu|dấu|tài liệu|văn bản|công văn|hồ sơ|thông tin|đóng mộc)\s+mật"
    r"(?!\w|\s+(?:ong|khẩu|độ|thiết|mã)(?!\w))",
    re.IGNORECASE,
)
STAMP = re.compile(r"(?<!\w)(?<!BẢO )(?<!BÍ )MẬT(?!\w|\s+(?:ONG|KHẨU|ĐỘ|MÃ)(?!\w))")
STAMP_ALONE = re.compile(r"^[ \t]*MẬT[ \t]*[.!]?[ \t]*$", re.MULTILINE)
INTERNAL = whole(one_of("lưu hành nội bộ"))
INTERNAL_PAPER = whole(one_of("tài liệu nội bộ", "văn bản nội bộ", "công văn nội bộ", "báo cáo nội bộ"))
# Ordinary prose uses these too ("do Bộ chưa ban hành hướng dẫn"); with a file they refuse.
UNISSUED = whole(one_of("chưa ban hành", "chưa được ban hành", "không phổ biến"))
DRAFT = whole(one_of("dự thảo"))
CONSULTATION = whole(one_of("lấy ý kiến", "góp ý", "góp ý kiến", "đóng góp ý kiến"))


@dataclass(frozen=True)
class Marker:
    """A marking: 'refuse' keeps nothing, 'ask' asks first; places are those of the cleaned text.

    `is_draft` where it is the everyday one of the two that ask: a draft may be kept, and is asked about before sending.
    """

    level: Level
    phrase: str
    start: int
    end: int
    is_consultation: bool = False
    is_draft: bool = False


def markers(text: str, *, has_file: bool) -> Marker | None:
    """Return the gravest marking in a text, None where there is none."""
    cleaned = text if is_clean(text) else clean(text).text
    grave = _grave(cleaned)
    if grave:
        return _marker("refuse", grave)
    unissued, draft = UNISSUED.search(cleaned), DRAFT.search(cleaned)
    if unissued:
        return _marker("refuse" if has_file or draft else "ask", unissued)
    if internal := INTERNAL_PAPER.search(cleaned):
        return _marker("refuse" if has_file else "ask", internal)
    if draft:
        return replace(_marker("ask", draft), is_consultation=bool(CONSULTATION.search(cleaned)), is_draft=True)
    return None


def _grave(text: str) -> re.Match[str] | None:
    """Return the marking that is refused in any case; in a text in capitals only what cannot be anything else."""
    said = INTERNAL.search(text) or DEGREE.search(text) or (None if is_all_caps(text) else STAMPED.search(text))
    if said or "MẬT" not in text:
        return said
    return (STAMP_ALONE if is_all_caps(text) else STAMP).search(text)


def _marker(level: Level, match: re.Match[str]) -> Marker:
    return Marker(level, match[0].strip(), *match.span())
