"""The lines of a tip, cleaned, each with the message it came from; page furniture is set aside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review.language.clean import clean
from review.language.folding import count_words, fold
from review.language.stamps import STAMP
from review.rendering.story import Story, StoryMessage

# Telegram cuts a long text into messages of 4,096; what follows such a piece goes on in the middle of a paragraph.
CUT_LENGTH = 3_900
ENDS_SENTENCE = re.compile(r"[.!?…:;][”’\")\]]*$")
EMOJI = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u20e3]+")
# What a page prints around an item: counters, tools, the line of section and stamp (seed article, section 4).
FURNITURE = re.compile(
    r"(?:so luot truy cap|so luot nguoi xem|luot xem|xem theo ngay|tim kiem|in trang(?: nay)?|in bai viet|ve dau trang"
    r"|ve trang truoc|chia se|gui email|luu|tin lien quan|cac tin khac)(?: [\d ]+)?"
)
COUNTER = re.compile(r"(?:\d ?){5,}")
LONGEST_STAMP_LINE = 16


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of the tip and the message it stands in."""

    text: str
    message: StoryMessage


def passages(story: Story) -> tuple[list[Passage], list[str]]:
    """Return the lines of a tip in order, and the lines of page furniture that were dropped."""
    kept, dropped = [], []
    for passage in _whole(list(_lines(story))):
        if is_furniture(passage.text, story.section):
            dropped.append(passage.text)
        else:
            kept.append(passage)
    return kept, dropped


def is_furniture(line: str, section: str) -> bool:
    """Tell whether a line belongs to a page and not to the item on it."""
    folded = fold(line)
    if COUNTER.fullmatch(folded) or FURNITURE.fullmatch(folded):
        return True
    if section and folded == fold(section):
        return True
    return bool(STAMP.search(line)) and count_words(line) <= LONGEST_STAMP_LINE


def _lines(story: Story) -> Iterator[Passage]:
    for message in story.messages:
        text = EMOJI.sub("", clean(message.text).text)
        yield from (Passage(" ".join(line.split()), message) for line in text.split("\n") if line.strip())


def _whole(lines: list[Passage]) -> list[Passage]:
    """Put together the paragraphs that the messenger cut in two."""
    whole: list[Passage] = []
    for line in lines:
        if whole and _goes_on(whole[-1], line):
            whole[-1] = Passage(f"{whole[-1].text} {line.text}", line.message)
        else:
            whole.append(line)
    return whole


def _goes_on(before: Passage, line: Passage) -> bool:
    is_next = line.message.number != before.message.number and line.message.author == before.message.author
    return is_next and len(before.message.text) >= CUT_LENGTH and not ENDS_SENTENCE.search(before.text)
