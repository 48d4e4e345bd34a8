"""Who wrote it and where it comes from: byline and source line (domain guide, sections 9 and 14)."""

import re
from collections.abc import Sequence

from review.language.phrases import one_of
from review.language.sources import DOCUMENT
from review.rendering.story import Story

UNNAMED = "CTV"
OPEN_ISSUER = "[[cơ quan ban hành]]"
OPEN_NUMBER = "[[số, ngày]]"
# The kinds of documents by their sign (Nghị định 30/2020, phụ lục III).
KINDS = {
    "BC": "Báo cáo", "KH": "Kế hoạch", "QĐ": "Quyết định", "NQ": "Nghị quyết", "TB": "Thông báo", "CT": "Chỉ thị",
    "HD": "Hướng dẫn", "TTR": "Tờ trình", "CTR": "Chương trình", "QC": "Quy chế", "ĐA": "Đề án", "NĐ": "Nghị định",
    "TT": "Thông tư", "BB": "Biên bản", "CV": "Công văn",
}  # fmt: skip
LABEL = re.compile(
    rf"\(?\s*(?:{one_of('nguồn', 'nguồn tin', 'nguồn số liệu')}\s*:|{one_of('theo')}\s)\s*", re.IGNORECASE
)
STATED = re.compile(rf"\(?\s*{one_of('nguồn', 'nguồn tin', 'nguồn số liệu')}\s*:\s*(?P<source>\S.*)", re.IGNORECASE)
FIGURES_FROM = re.compile(
    rf"{one_of('số liệu', 'thông tin')}\s+(?:{one_of('em', 'này', 'được', 'là')}\s+)*{one_of('lấy', 'trích', 'dẫn')}\s+"
    rf"{one_of('ở', 'từ', 'trong', 'theo')}\s+(?P<source>[^,;.]+)",
    re.IGNORECASE,
)
# "của phường", with no name behind it, is the correspondent's own unit.
OWN_UNIT = re.compile(
    r"của (?P<kind>phường|xã|đặc khu|quận|huyện|sở|đơn vị|cơ quan)(?: (?:em|mình|tôi|tui))?(?= *(?:$|\[))"
)
COMMITTEE = "UBND"
A_PAPER = re.compile(
    rf"{one_of('báo cáo', 'kế hoạch', 'quyết định', 'công văn', 'thông báo', 'biên bản')}(?!\w)", re.IGNORECASE
)


def byline(authors: Sequence[str], unit: str) -> str:
    """Return the authors joined by " - "; "CTV phường Tân Mẫu" where none is named."""
    named = [author for author in dict.fromkeys(author.strip() for author in authors) if author]
    return " - ".join(named) if named else f"{UNNAMED} {unit}".strip()


def initials(line: str) -> str:
    """Return the authors' initials, as compiled items are signed: "Hoài An" → "H.A."."""
    return " - ".join("".join(f"{word[0].upper()}." for word in name.split()) for name in line.split(" - "))


def stated_source(sentence: str) -> str:
    """Return the source that a sentence does nothing but state: "Nguồn: Báo cáo số 215/BC-UBND của phường."."""
    match = STATED.fullmatch(sentence.strip())
    return match["source"].strip().rstrip(").").strip() if match else ""


def source_in_aside(aside: str) -> str:
    """Return the source said to the desk: "số liệu lấy ở báo cáo tuần của phường"."""
    match = FIGURES_FROM.search(aside)
    return match["source"].strip() if match else ""


def source_line(story: Story, stated: str) -> str:
    """Return "(Theo …)" from what the text states, else from the source named by its type; "" for a witness."""
    if stated:
        return f"(Theo {_named(stated, story.unit_short)})"
    detail = LABEL.sub("", story.source_detail.strip(), count=1).rstrip(")").strip()
    if story.source_type == "document":
        return f"(Theo {_named(detail or 'văn bản', story.unit_short)})"
    if story.source_type == "other_outlet" and detail:
        return f"(Theo {detail})"
    return ""


def _named(source: str, unit: str) -> str:
    """Return a source with its issuer in full, open where number or issuer is not said."""
    sign = DOCUMENT.search(source)
    if sign and source.startswith(sign[0]):
        source = f"{_kind(sign[0])} số {source}" + ("" if sign[0] != source else f" của {OPEN_ISSUER}")
    source = OWN_UNIT.sub(lambda match: f"của {_issuer(match['kind'], unit, sign[0] if sign else '')}", source)
    is_paper = bool(A_PAPER.match(source)) or source == "văn bản"
    return f"{source} {OPEN_NUMBER}" if is_paper and not sign else source


def _kind(sign: str) -> str:
    code, _, _ = sign.rpartition("/")[2].partition("-")
    return KINDS.get(code.upper(), "văn bản")


def _issuer(kind: str, unit: str, sign: str) -> str:
    """Return the unit's name, as its committee where the sign ends so: 215/BC-UBND of "phường" is the ward's UBND."""
    is_same_kind = unit.lower().startswith(kind) or kind in {"đơn vị", "cơ quan"}
    if not unit or not is_same_kind:
        return kind
    return f"{COMMITTEE} {unit}" if sign.endswith(f"-{COMMITTEE}") and COMMITTEE not in unit else unit
