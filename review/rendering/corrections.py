"""Figures that a later message corrects: applied only where the correction is plain and by the same author."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from review.language.phrases import one_of
from review.language.sentences import sentences
from review.rendering.passages import Passage

NUMBER = r"\d+(?:[.,]\d+)*"
UNIT = r"(?:\s+(?!chứ|chớ|mà|thành|không|ko|k\b|hok|và|nha|nhé|ạ)[^\W\d_]+){0,3}"
NOT = one_of("không phải", "ko phải", "k phải", "hok phải", "hông phải", "không phải là", "ko phải là")
CHANGE = one_of("sửa", "sửa lại", "đổi", "chỉnh", "chỉnh lại", "đính chính", "đính chính lại", "cập nhật")
FROM = one_of("từ", "số", "từ số")
INTO = rf"(?:{one_of('thành', 'sang')}|[-=]>|→)"
PATTERNS = tuple(
    re.compile(expression, re.IGNORECASE)
    for expression in (
        # 39 lượt người chứ ko phải 37 · 39 hồ sơ, không phải 37
        rf"(?P<new>{NUMBER}{UNIT}),?\s*(?:\(\s*)?(?:{one_of('chứ', 'chớ', 'mà')}\s+)?{NOT}\s+(?P<old>{NUMBER})",
        # không phải 37 mà là 39 lượt
        rf"{NOT}\s+(?P<old>{NUMBER}){UNIT},?\s+{one_of('mà', 'mà là')}\s+(?P<new>{NUMBER}{UNIT})",
        # sửa 37 thành 39 · đính chính: từ 37 thành 39 lượt
        rf"{CHANGE}:?\s+(?:{FROM}\s+)?(?P<old>{NUMBER}){UNIT}\s+{INTO}\s+(?P<new>{NUMBER}{UNIT})",
    )
)  # fmt: skip
CUE = re.compile(
    rf"(?<!\w){one_of('nhầm', 'ghi nhầm', 'đính chính', 'sửa lại', 'gõ nhầm', 'viết nhầm')}(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody's word that `new` ("39 lượt người") stands for `old` ("37")."""

    old: str
    new: str


def corrected(lines: Sequence[Passage]) -> tuple[list[Passage], list[str]]:
    """Return the lines with corrections applied to what stands before them, and the sentences that did so.

    Another author's correction leaves both figures to the editor: `[[37 hay 39]]`. A correction that fits nothing
    stays in the text as a placeholder.
    """
    done: list[Passage] = []
    used: list[str] = []
    for line in lines:
        kept = []
        for sentence in sentences(line.text):
            changed = _applied(done, sentence, line) if _is_later(done, line) else None
            if changed is None:
                kept.append(sentence)
            else:
                done, said = changed
                used.append(sentence)
                kept += [said] if said else []
        if kept:
            done.append(replace(line, text=" ".join(kept)))
    return done, used


def _is_later(done: Sequence[Passage], line: Passage) -> bool:
    return bool(done) and line.message.number != done[0].message.number


def _applied(done: list[Passage], sentence: str, line: Passage) -> tuple[list[Passage], str] | None:
    """Return the lines as corrected and what stays of the sentence; None where it corrects nothing."""
    correction = _read(sentence)
    if correction is None:
        return (done, _left_open(sentence)) if CUE.search(sentence) else None
    changed = [_with(passage, correction, line) for passage in done]
    return (done, _left_open(sentence)) if changed == done else (changed, "")


def _read(sentence: str) -> Correction | None:
    for pattern in PATTERNS:
        if match := pattern.search(sentence):
            return Correction(match["old"], match["new"])
    return None


def _with(passage: Passage, correction: Correction, line: Passage) -> Passage:
    if passage.message.number == line.message.number:
        return passage
    is_same_author = passage.message.author == line.message.author
    number = re.match(NUMBER, correction.new)
    open_choice = f"[[{correction.old} hay {number[0] if number else correction.new}]]"
    written = _figure(correction)

    def replaced(match: re.Match[str]) -> str:
        if not is_same_author:
            return open_choice + match["unit"]
        return correction.new if match["unit"] else (number or match)[0]

    return replace(passage, text=written.sub(replaced, passage.text))


def _figure(correction: Correction) -> re.Pattern[str]:
    """Match the old figure with as much of the new unit as stands behind it: "37 người" for "39 lượt người"."""
    words = correction.new.split()[1:]
    units = [re.escape(" " + " ".join(words[start:])) for start in range(len(words))]
    unit = "|".join([rf"{one}(?!\w)" for one in units] + [""])
    return re.compile(rf"(?<![\d.,/\[]){re.escape(correction.old)}(?![\d/]|[.,]\d|h\d)(?P<unit>{unit})")


def _left_open(sentence: str) -> str:
    return f"[[đính chính: {sentence.strip(' .').replace('[', '(').replace(']', ')')}]]"
