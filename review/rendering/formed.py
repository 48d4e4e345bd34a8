"""Recognising a text that is already formed like an article (domain guide, end of section 14)."""

import re
from dataclasses import dataclass

from review.language.dates import resolve
from review.language.folding import count_words
from review.language.sentences import sentences
from review.rendering.passages import Passage

LONGEST_TITLE = 18
LONGEST_STANDFIRST = 2
FEWEST_PARTS = 3
SOURCE_LINE = re.compile(r"\((?:Theo|Nguồn:?)\s+\S[^()]*\)\.?", re.IGNORECASE)
ENDS_SENTENCE = re.compile(r"[.!?…][”’\")\]]*$")
FIRST_PERSON = re.compile(r"(?<!\w)(?:em|tụi em|tui|mình|chúng em|anh chị|bbt)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormedText:
    """The parts of a formed text, word for word."""

    title: Passage
    standfirst: Passage
    body: tuple[Passage, ...]
    source_line: str


def formed(lines: list[Passage]) -> FormedText | None:
    """Return the parts of a formed text, None for a chat text.

    The first line is a title (at most 18 chữ, no full stop), the next at most two sentences, then the body; a line
    that is only "(Theo …)" is the source line.
    """
    sources = [line for line in lines if is_source_line(line.text)]
    texts = [line for line in lines if not is_source_line(line.text)]
    if len(texts) < FEWEST_PARTS or not (_is_title(texts[0]) and _is_standfirst(texts[1].text)):
        return None
    return FormedText(texts[0], texts[1], tuple(texts[2:]), sources[-1].text.rstrip(".") if sources else "")


def is_source_line(line: str) -> bool:
    """Tell whether a line is only a credit: "(Theo HCM CityWeb)"."""
    return bool(SOURCE_LINE.fullmatch(line))


def _is_title(line: Passage) -> bool:
    """Tell a title from a chat's short first line: it begins with a capital and says neither "em" nor "hôm qua"."""
    text = line.text
    if count_words(text) > LONGEST_TITLE or text[-1] in ".…:;," or not (text[0].isupper() or text[0] in '“"‘'):
        return False
    is_told_from_today = any(found.is_relative for found in resolve(text, line.message.sent_at))
    return not is_told_from_today and not FIRST_PERSON.search(text)


def _is_standfirst(text: str) -> bool:
    return len(sentences(text)) <= LONGEST_STANDFIRST and bool(ENDS_SENTENCE.search(text))
