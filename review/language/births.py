"""When a person was born, as people write it: SN 1960, sinh ngày 05/02/1960, ngày sinh: 5 tháng 2 năm 1960."""

import re
from collections.abc import Iterator

from review.language.phrases import either, one_of

YEAR = r"(?:19|20)\d{2}"
BORN = one_of("sn", "s.n", "sinh năm", "năm sinh", "sinh ngày", "ngày sinh", "ngày tháng năm sinh", "sinh", "ns")
DAY = (
    rf"(?:{either('ngày')}\s+)?\d{{1,2}}\s*[/\-.]\s*\d{{1,2}}\s*[/\-.]\s*(?:{YEAR}|\d{{2}}(?!\d))"
    rf"|(?:{either('ngày')}\s+)?\d{{1,2}}\s+{either('tháng')}\s+\d{{1,2}}\s+{either('năm')}\s+{YEAR}"
)
BORN_IN = re.compile(
    rf"(?<!\w){BORN}\s{{0,3}}[:.]?\s{{0,3}}(?:{DAY}|\d{{1,2}}/{YEAR}|(?:{either('năm')}\s+)?{YEAR}|'?[3-9]\d(?=\s*[,;)]))(?![\d/])",
    re.IGNORECASE,
)
# "sinh 3 con", "khai sinh 2026", "học sinh 2010", "giấy chứng sinh 12/2026" and the like are no births of somebody.
OTHER_WORDS = one_of("khai", "học", "chứng", "vệ", "an", "phát", "thí", "sản", "hộ", "tuyển", "phục", "môn", "y", "sự")
NOT_BORN_BEFORE = re.compile(rf"(?<!\w){OTHER_WORDS}\s+$", re.IGNORECASE)
# A year that bounds a group: "trẻ sinh năm 2020 được vào lớp 1", "người sinh năm 1966 trở về trước".
GROUP = one_of("trẻ", "trẻ em", "người", "công dân", "những người", "thanh niên", "nam thanh niên", "học sinh")
GROUP_BEFORE = re.compile(rf"(?<!\w){GROUP}\s+$", re.IGNORECASE)
GROUP_AFTER = re.compile(rf"\s*(?:{one_of('trở về', 'trở đi', 'trở lại', 'đến', 'đổ về')})(?!\w)", re.IGNORECASE)
LOOK_BACK = 20


def candidates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a birth is told, with the word that says so."""
    for match in BORN_IN.finditer(text):
        begin = max(0, match.start() - LOOK_BACK)
        is_of_nobody = NOT_BORN_BEFORE.search(text, begin, match.start()) or GROUP_BEFORE.search(
            text, begin, match.start()
        )
        if not is_of_nobody and not GROUP_AFTER.match(text, match.end()):
            yield match.span()
