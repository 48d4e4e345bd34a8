"""Clean-up of what people type and paste (domain guide, section 17.1 and 17.2).

Every character of the cleaned text remembers which slice of the given text it came from, so that a finding in the
cleaned text can be shown in the text as it was sent. The work grows with the length of the text: putting the marks of
one letter in order takes the square of their number, so no letter keeps more of them than any language needs.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from review.language.finding import Finding, found

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
SOFT_HYPHEN = "\u00ad"
# Zero-width characters, soft hyphens, and the marks that turn the direction of writing (nobody types those on purpose).
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
FANCY = re.compile(r"[\U0001d400-\U0001d7ff\uff01-\uff5e]")
LINE_ENDS = frozenset("\n\x85\u2028\u2029")
# Letters and signs that stand alone, as Vietnamese is written; whatever else there is takes the long way.
ORDINARY = r"\n -~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e"
UNCLEAN = re.compile(rf"[^{ORDINARY}]|\A\s|\s\Z|\s | \s")
EMOJI_JOINER = "\u200d"

# TCVN3 shows ă â ê ô ơ ư đ and the tones of a as these signs; VNI puts the tone after the vowel as û ù ø õ ï.
TCVN3 = re.compile(r"[A-Za-z][\u00a8-\u00ae\u00b5-\u00b9]")
VNI = re.compile(r"[AEOUYaeouy][ûùøõïÛÙØÕÏ]")
ONLY_UNICODE_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
LEGACY_SHARE = 0.2

MOST_MARKS = 30  # on one letter, as in Unicode's stream-safe text (UAX 15)

Piece = tuple[str, int, int]


@dataclass(frozen=True)
class Cleaned:
    """A cleaned text, what was noticed on the way, and where each of its characters came from in the given text."""

    text: str
    flags: tuple[Finding, ...]
    origin: tuple[tuple[int, int], ...]

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the given text of `text[start:end]`."""
        if start >= end:
            at = self.origin[start][0] if start < len(self.origin) else (self.origin[-1][1] if self.origin else 0)
            return at, at
        return self.origin[start][0], self.origin[end - 1][1]


def clean_text(raw: str) -> str:
    """Return what may be stored: no NUL, no control characters but tab and line end, no half characters."""
    return FORBIDDEN.sub("", re.sub(r"\r\n?", "\n", raw))


def clean(raw: str) -> Cleaned:
    """Return `raw` composed (NFC), without invisible characters and doubled spaces, line ends kept; never fails.

    A letter keeps at most 30 marks.
    """
    if is_clean(raw):
        return Cleaned(raw, tuple(_noticed(raw)), tuple(zip(range(len(raw)), range(1, len(raw) + 1), strict=True)))
    return _cleaned(raw)


def is_clean(raw: str) -> bool:
    """Tell whether there is nothing to clean up: most of what people type, and quickly told."""
    return not UNCLEAN.search(raw) and unicodedata.is_normalized("NFC", raw)


def _cleaned(raw: str) -> Cleaned:
    keeps_soft_hyphens = legacy_encoding(raw) == "tcvn3"
    seen = (
        piece for piece in _few_marks(_storable(raw)) if _is_visible(piece[0], keeps_soft_hyphens=keeps_soft_hyphens)
    )
    pieces = list(_single_spaced(_composed(_plain_spaces(seen))))
    while pieces and pieces[-1][0].isspace():
        pieces.pop()
    text = "".join(piece for piece, _, _ in pieces)
    origin = tuple((start, end) for piece, start, end in pieces for _ in piece)
    return Cleaned(text, tuple(_noticed(raw)), origin)


def legacy_encoding(text: str) -> str | None:
    """Return 'tcvn3' or 'vni' where the text was typed for a font of the time before Unicode, else None.

    Must be asked before soft hyphens are dropped: U+00AD is "ư" in TCVN3.
    """
    visible = INVISIBLE.sub(_soft_hyphen_only, clean_text(text))
    spread = _few_marks((character, at, at + 1) for at, character in enumerate(visible))
    composed = unicodedata.normalize("NFC", "".join(character for character, _, _ in spread))
    if ONLY_UNICODE_VIETNAMESE.search(composed):
        return None
    words = composed.split()
    for name, pattern in (("tcvn3", TCVN3), ("vni", VNI)):
        marked = sum(1 for word in words if pattern.search(word))
        if marked and marked >= LEGACY_SHARE * len(words):
            return name
    return None


def _soft_hyphen_only(match: re.Match[str]) -> str:
    return SOFT_HYPHEN if match[0] == SOFT_HYPHEN else ""


def _storable(raw: str) -> Iterator[Piece]:
    """Yield the characters that `clean_text` keeps, each with its place."""
    for at, character in enumerate(raw):
        if character == "\r":
            if raw[at + 1 : at + 2] != "\n":
                yield "\n", at, at + 1
        elif not FORBIDDEN.match(character):
            yield character, at, at + 1


def _few_marks(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Drop the marks that a letter carries beyond any language's need."""
    marks = 0
    for piece in pieces:
        marks = marks + 1 if unicodedata.combining(piece[0]) else 0
        if marks <= MOST_MARKS:
            yield piece


def _is_visible(character: str, *, keeps_soft_hyphens: bool) -> bool:
    if character == SOFT_HYPHEN and keeps_soft_hyphens:
        return True
    return not INVISIBLE.match(character)


def _plain_spaces(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for character, start, end in pieces:
        if character in LINE_ENDS:
            yield "\n", start, end
        else:
            yield (" " if character.isspace() else character), start, end


def _composed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join each letter with the marks that follow it, as one piece in its composed form."""
    cluster, begin, until = "", 0, 0
    for character, start, end in pieces:
        if cluster and _begins_anew(cluster, character):
            yield _normal(cluster), begin, until
            cluster = ""
        if not cluster:
            begin = start
        cluster += character
        until = end
    if cluster:
        yield _normal(cluster), begin, until


def _begins_anew(cluster: str, character: str) -> bool:
    if character.isascii():
        return True
    if unicodedata.combining(character):
        return False
    joined = unicodedata.normalize("NFC", cluster + character)
    return joined == unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", character)


def _normal(cluster: str) -> str:
    """Compose; compatibility forms (NFKC) only where a fancy letter stands, so that "…" and "½" stay."""
    if cluster.isascii():
        return cluster
    return unicodedata.normalize("NFKC" if FANCY.search(cluster) else "NFC", cluster)


def _single_spaced(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Drop spaces at the start, around line ends and after another space, and line ends at the start."""
    last = "\n"
    waiting: Piece | None = None
    has_begun = False
    for piece in pieces:
        if piece[0] == " ":
            waiting = waiting or (piece if last != "\n" else None)
            continue
        if piece[0] == "\n" and not has_begun:
            continue
        if waiting and piece[0] != "\n":
            yield waiting
        waiting, last, has_begun = None, piece[0], True
        yield piece


def _noticed(raw: str) -> Iterator[Finding]:
    """Yield one finding for each thing the clean-up met, at its first place."""
    legacy = legacy_encoding(raw)
    if legacy:
        yield found("legacy_encoding", raw, 0, len(raw), encoding=legacy)
    decomposed = re.search(r"[^\W\d_][\u0300-\u036f]{1,30}", raw)
    if decomposed and not unicodedata.is_normalized("NFC", decomposed[0]):
        yield found("nfd", raw, *decomposed.span())
    if fancy := FANCY.search(raw):
        yield found("fancy_font", raw, *fancy.span())
    yield from _first_invisible(raw)


def _first_invisible(raw: str) -> Iterator[Finding]:
    for match in re.finditer(rf"{INVISIBLE.pattern}|\u00a0", raw):
        if match[0] == EMOJI_JOINER and raw[: match.start()] and ord(raw[match.start() - 1]) > ord("\u2190"):
            continue  # it binds two emoji, as the keyboard writes them
        yield found("invisible_chars", raw, *match.span())
        return
