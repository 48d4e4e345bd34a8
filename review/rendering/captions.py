"""Captions: one text over an album goes to its photos by number; what nobody said stays open (guide, section 14)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from review.language.folding import count_words, fold
from review.rendering.article import Photo
from review.rendering.asides import parted
from review.rendering.passages import Passage
from review.rendering.story import Story, StoryPhoto

OPEN_CAPTION = "[[ai, đang làm gì]]"
OPEN_ALT = "[[mô tả ảnh]]"
OPEN_CREDIT = "[[tác giả ảnh]]"
OPEN_RIGHTS = "[[quyền sử dụng ảnh]]"  # named by the sender, and to be confirmed before it is published
OPEN_OWNER = "[[nguồn ảnh, quyền sử dụng]]"
LONGEST_CAPTION = 40
MARK = re.compile(
    r"(?:^|(?<=[\s,.;(]))(?:H|[Hh]ình|HÌNH|[ẢảAa]nh|ẢNH)\s?(?P<number>[1-9]\d?)\s*(?:[:.)–-]\s*|,\s*(?=H|[Hh]ình|[Ảả]nh)|\s)"
)
CREDIT = re.compile(r"[\s(]*(?:Ảnh|Hình|ẢNH)\s*:\s*(?P<who>[^\d:;()]{2,60}?)[.)\s]*$")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when the photos were taken, as far as the tip says; who is credited for them."""

    where: str
    when: str
    photographer: str


def numbered(text: str) -> Mapping[int, str]:
    """Return the captions of "H1 …, H2 …" by number; nothing for a text without such marks.

    "H1, H2: bà con chờ" gives both the same caption.
    """
    marks = list(MARK.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return {}
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    captions: dict[int, str] = {}
    following = ""
    for mark, end in reversed(list(zip(marks, ends, strict=True))):
        following = text[mark.end() : end].strip(" ,;.–-") or following
        captions[int(mark["number"])] = following
    return captions


def photos(story: Story, lines: Iterable[Passage], setting: Setting) -> tuple[Photo, ...]:
    """Return the photos as printed, each with a caption, a description and a credit, or the question for it."""
    said: dict[int, str] = {}
    for line in lines:
        said |= numbered(line.text)
    for photo in story.photos:
        said |= _of_album(photo, len(story.photos))
    return tuple(_printed(photo, said.get(photo.number, ""), setting) for photo in story.photos)


def is_caption(passage: Passage, story: Story) -> bool:
    """Tell whether a line is a list of captions, or the caption of a photo beside the tip's own text."""
    if numbered(passage.text):
        return bool(story.photos)
    is_on_a_photo = any(fold(photo.caption) == fold(passage.message.text) for photo in story.photos if photo.caption)
    others = [message.text for message in story.messages if message is not passage.message]
    return is_on_a_photo and max(map(count_words, others), default=0) > count_words(passage.message.text)


def _of_album(photo: StoryPhoto, count: int) -> Mapping[int, str]:
    """Return the captions a photo's text gives; an album carries its text on its first photo, numbered from 1 there."""
    by_number = numbered(photo.caption)
    if by_number:
        before = photo.number - 1 if max(by_number) + photo.number - 1 <= count else 0
        return {number + before: text for number, text in by_number.items()}
    return {photo.number: photo.caption} if photo.caption.strip() else {}


def _printed(photo: StoryPhoto, said: str, setting: Setting) -> Photo:
    who = CREDIT.search(said)
    text = parted(CREDIT.sub("", said) if who else said).text.strip()
    caption = _sentence(text) if text and count_words(text) <= LONGEST_CAPTION else _open_caption(setting)
    credit = photo.credit or (who["who"].strip() if who else "")
    return Photo(
        number=photo.number,
        key=photo.key,
        caption=caption,
        alt=photo.alt or OPEN_ALT,
        credit=f"Ảnh: {_credited(photo, credit, setting)}",
    )


def _credited(photo: StoryPhoto, credit: str, setting: Setting) -> str:
    if photo.is_own is False:
        return f"{credit} {OPEN_RIGHTS}" if credit else OPEN_OWNER
    return credit.removeprefix("Ảnh:").strip() or setting.photographer or OPEN_CREDIT


def _open_caption(setting: Setting) -> str:
    where = f" tại {setting.where}" if setting.where else ""
    when = f", {setting.when}" if setting.when else ""
    return f"{OPEN_CAPTION}{where}{when}."


def _sentence(text: str) -> str:
    ending = "" if text[-1] in ".!?…" else "."
    return text[:1].upper() + text[1:] + ending
