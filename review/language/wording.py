"""How a text is written: capitals, missing marks, emoji, and what is too long (domain guide, sections 13 and 17)."""

import re
from collections.abc import Iterator

from review.language import tone
from review.language.abbreviations import expand_abbreviations
from review.language.finding import Finding, found
from review.language.folding import count_words, is_all_caps, lacks_marks, plain
from review.language.phrases import one_of, whole
from review.language.sentences import paragraph_spans, sentence_spans

SOFT_TITLE = 12
HARD_TITLE = 18
LONG_SENTENCE = 45
LONG_PARAGRAPH = 90
LONGEST_NEWS = 400
SHORTEST_BRIEF = 20
FEWEST_PLAIN_WORDS = 4
FORMED_PARAGRAPHS = 3
EMOJI = re.compile(r"[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d\U0001f1e6-\U0001f1ff]+")
# Short words that only Vietnamese typed without marks has; a foreign sentence has none of them.
VIETNAMESE_WORDS = frozenset(
    [
        "phuong",
        "nguoi",
        "duoc",
        "khong",
        "cua",
        "viec",
        "hanh",
        "chinh",
        "ho",
        "so",
        "lam",
        "nop",
        "dan",
        "huong",
        "dan",
        "khu",
        "pho",
        "xa",
        "to",
        "chuc",
        "hom",
        "nay",
        "sang",
        "chieu",
        "thang",
        "nam",
        "ngay",
        "cac",
        "nhung",
        "trong",
        "den",
        "voi",
        "tai",
        "nha",
        "ba",
        "con",
        "co",
        "mot",
        "hai",
        "anh",
        "chi",
        "em",
        "cho",
        "biet",
        "va",
        "di",
        "thu",
        "tuc",
        "ket",
        "qua",
        "moi",
    ]
)
PRAISE = whole(
    one_of(
        "vô cùng tuyệt vời", "tuyệt vời", "nhiệt liệt", "hết mình", "rất ấn tượng", "vượt bậc", "đỉnh cao", "số một",
        "hàng đầu", "xuất sắc", "rực rỡ", "thành công tốt đẹp", "vô cùng", "hết sức", "tấm gương sáng",
        "không ngừng nỗ lực", "trên cả tuyệt vời",
    )
)  # fmt: skip
MUCH_PRAISE = 2
CAPTIONS = re.compile(r"(?<!\w)(?:H|Hình|Ảnh|hinh|anh)\s?[1-9](?:\s?[:\-–.]|\s+[^\W\d])", re.IGNORECASE)
LATER = one_of("gửi sau", "bổ sung sau", "gởi sau", "gửi ảnh sau", "gửi hình sau", "sẽ gửi", "up sau", "chuyển sau")
PHOTO = one_of("hình", "ảnh", "hình ảnh", "clip", "video")
PROMISED_PHOTO = whole(rf"{PHOTO}[^.;\n]{{0,30}}?{LATER}|{LATER}\s+(?:[^.;\n]{{0,15}}?\s)?{PHOTO}")


def find(text: str) -> list[Finding]:
    """Return what a cleaned text's form shows."""
    _, short_forms = expand_abbreviations(text)
    return [
        *_letters(text),
        *tone.find(text),
        *short_forms,
        *_emoji(text),
        *_lengths(text),
        *_photos(text),
        *_praise(text),
    ]


def _letters(text: str) -> Iterator[Finding]:
    if is_all_caps(text):
        yield found("all_caps", text, 0, len(text))
    words = re.findall(r"[^\W\d_]+", plain(text))
    known = sum(1 for word in words if word in VIETNAMESE_WORDS)
    if len(words) >= FEWEST_PLAIN_WORDS and known * 4 >= len(words) and lacks_marks(text):
        yield found("no_diacritics", text, 0, len(text))


def _emoji(text: str) -> Iterator[Finding]:
    for match in EMOJI.finditer(text):
        yield found("emoji", text, *match.span())


def _lengths(text: str) -> Iterator[Finding]:
    """Yield what is too long; all of it is advice: the portal's own page breaks two of the marks."""
    paragraphs = paragraph_spans(text)
    title = _title(text, paragraphs)
    if title and count_words(text[slice(*title)]) > SOFT_TITLE:
        yield found("long_title", text, *title, limit=str(SOFT_TITLE), hard=str(HARD_TITLE))
    for start, end in sentence_spans(text):
        if count_words(text[start:end]) > LONG_SENTENCE:
            yield found("long_sentence", text, start, end)
    for start, end in paragraphs:
        if count_words(text[start:end]) > LONG_PARAGRAPH:
            yield found("long_paragraph", text, start, end)
    begin = paragraphs[1][0] if title else 0
    words = count_words(text[begin:])
    if words > LONGEST_NEWS:
        yield found("long_for_genre", text, begin, len(text), words=str(words), genre="TIN")
    elif 0 < words < SHORTEST_BRIEF:
        yield found("short_for_genre", text, begin, len(text), words=str(words), genre="TV")


def _title(text: str, paragraphs: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the title of a text that is already formed: a first line without a full stop, and paragraphs below."""
    if len(paragraphs) < FORMED_PARAGRAPHS:
        return None
    start, end = paragraphs[0]
    line = text[start:end]
    is_title = line[-1] not in ".!?:;,…" and count_words(line) <= HARD_TITLE + SOFT_TITLE
    return (start, end) if is_title else None


def _photos(text: str) -> Iterator[Finding]:
    if promised := PROMISED_PHOTO.search(text):
        yield found("promised_photo", text, *promised.span())
    captions = list(CAPTIONS.finditer(text))
    if len(captions) > 1:
        yield found("album_caption_mapping", text, captions[0].start(), captions[-1].end(), photos=str(len(captions)))


def _praise(text: str) -> Iterator[Finding]:
    """Yield praise where the text names neither a number nor anything else to hold on to."""
    praise = list(PRAISE.finditer(text))
    if len(praise) >= MUCH_PRAISE and not re.search(r"\d", text):
        yield found("promotional", text, *praise[0].span())
