"""Where sentences and paragraphs begin and end."""

import re

from review.language.folding import fold

END = re.compile(r"(?:[.!?]+|…)[”’\")\]]*(?=\s|$)")
# After these, and after single letters ("chị L."), a full stop ends no sentence.
SHORT_FORMS = frozenset({"tp", "tx", "kp", "ths", "ts", "pgs", "gs", "bs", "ks"})
LONGEST_WORD = 40
LIST_NUMBER = re.compile(r"(?:^|\n)\s*(?:\d{1,2}|[a-zđ])$", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; every line end also ends one."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where the sentences are, spaces around them left out."""
    spans = []
    start = 0
    for end in [*_ends(text), len(text)]:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            spans.append((start + lead, start + len(piece.rstrip())))
        start = end
    return spans


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs are: the lines that are not empty."""
    return [match.span() for match in re.finditer(r"\S[^\n]*", text)]


def _ends(text: str) -> list[int]:
    stops = [match.end() for match in END.finditer(text) if _is_end(text, match)]
    return sorted({*stops, *(match.end() for match in re.finditer(r"\n", text))})


def _is_end(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - LONGEST_WORD) : match.start()]
    after = text[match.end() : match.end() + LONGEST_WORD].lstrip(" ")
    if match[0].startswith("…"):
        return bool(re.match(r"[^\W\d_]", after) and after[0].isupper()) or not after
    if match[0] != ".":
        return True
    if LIST_NUMBER.search(before):
        return False
    if before.endswith("v.v"):
        return after[:1].isupper()
    last_word = fold(re.split(r"[\s(.“]", before)[-1])
    return last_word not in SHORT_FORMS and not (len(last_word) == 1 and last_word.isalpha())
