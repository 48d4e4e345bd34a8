"""What the desk notices in an unfinished tip and shows its sender: facts found, what is open, and cautions.

A caution does not block: sending past it is the sender's choice, which is kept with the tip (domain guide, sections 10
to 13); but unissued material is sent only once its sender says that it was made public. What must not be sent at all, a
secret marking, is refused long before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from review.language.finding import Finding
from review.language.folding import count_words
from review.language.origin import links
from review.language.personal import NEVER_PUBLIC

NAMED = frozenset({"citizen_named", "quote_needs_consent"})
VULNERABLE = frozenset({"minor", "health"})
SMALLEST_PHOTO = 800  # pixels of its longer side; messengers send 1280, a picture of a picture less
LONGEST_TEXT = 1200  # words of a long article
JOIN = "join:"  # before the tip that a sender wants theirs joined to
MOST = 5  # cautions a person reads on a small screen
SENT = "sent"  # sent past a caution that asks for no choice


@dataclass(frozen=True, slots=True)
class Held:
    """A message that was not kept for a mark of secret or unissued material: refused, or asked about."""

    phrase: str
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Day:
    """When it happened, as the text says it and as the desk reads it from the day of the message."""

    text: str
    from_: date | None
    to: date | None
    part: str = ""
    is_relative: bool = False
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing a sender should look at: its code, the flags or the words it is about, and what they chose."""

    code: str
    about: tuple[str, ...] = ()
    choice: str = ""


@dataclass(frozen=True, slots=True)
class PhotoNoticed:
    """A photo of an unfinished tip, numbered as it was sent; `said` is a caption that was written with it."""

    id: int
    number: int
    caption: str = ""
    alt: str = ""
    said: str = ""
    rights: str | None = None

    @property
    def is_described(self) -> bool:
        return bool((self.caption or self.said) and self.alt and self.rights)


@dataclass(frozen=True, slots=True)
class Form:
    """How a tip was sent, beside its words: `smallest` is the longer side of its smallest photo.

    `alike` is the tip it looks like: its reference and its status; `chosen` what the sender answered to cautions.
    """

    photos: int = 0
    smallest: int | None = None
    is_forwarded: bool = False
    alike: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a preview shows: the facts of 5W1H as the text has them, what would make it better, and cautions."""

    what: tuple[str, ...] = ()
    day: Day | None = None
    where: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    better_with: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    photos: tuple[PhotoNoticed, ...] = ()


@dataclass(frozen=True, slots=True)
class Composing:
    """An unfinished tip as its sender sees it; `missing` names the open facts: when, where, source.

    What was `noticed` in it is looked for only where it is shown.
    """

    tip_id: int
    words: int
    photos: int
    files: int
    fetching: int
    excerpt: str
    topic: str | None
    when: str
    where: str
    source: str | None
    missing: tuple[str, ...]
    unit_name: str
    credit: str
    started_at: datetime
    forwarded: int = 0
    contacts: int = 0
    noticed: Noticed | None = None

    @property
    def is_empty(self) -> bool:
        return self.words == 0 and self.photos == 0 and self.files == 0


def cautions(flags: Iterable[Finding], text: str, form: Form) -> tuple[Caution, ...]:
    """Return what to look at before sending, the gravest first and not too many; `flags` are those of `text`."""
    return tuple(_cautions(list(flags), text, form))[:MOST]


def kept(shown: Iterable[Caution]) -> dict[str, str]:
    """Return what is kept of cautions that were sent past: each code with what the sender chose.

    A question about papers that was not answered says nothing.
    """
    return {one.code: one.choice or SENT for one in shown if one.choice or one.code != "papers"}


def caption_in(words: str, text: str) -> str:
    """Return what was written with a photo as its caption; nothing where that is most of the tip's whole text."""
    return words if 2 * count_words(words) < count_words(text) else ""


def named(warned: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the label of each thing a sender was warned of and went past, and the tip it names, if it names one."""
    return [_named(code, choice) for code, choice in warned.items() if (code, choice) != ("papers", "no")]


def can_stay(caution: Caution) -> bool:
    """Tell whether private data may stay in the public text where those concerned agreed."""
    return caution.code == "personal" and not NEVER_PUBLIC & set(caution.about)


def _cautions(flags: Sequence[Finding], text: str, form: Form) -> Iterator[Caution]:
    codes = {flag.code for flag in flags}
    chosen = form.chosen
    if form.alike:
        yield Caution("alike", form.alike, chosen.get("alike", ""))
    if marked := next((flag for flag in flags if flag.code == "secret_marker"), None):
        yield Caution("unissued", (marked.text,), chosen.get("unissued", ""))
    if private := _each_once(flag.code for flag in flags if _is_private(flag)):
        yield Caution("personal", private, chosen.get("personal", "mask"))
    if at_risk := _each_once(flag.code for flag in flags if flag.code in VULNERABLE):
        yield Caution("vulnerable", at_risk)
    if form.photos:
        yield Caution("papers", (), chosen.get("papers", ""))
    if "complaint" in codes:
        yield Caution("complaint")
    if "press_copy" in codes:
        yield Caution("press")
    if form.is_forwarded:
        yield Caution("forwarded")
    yield from _of_form(codes, text, form)


def _of_form(codes: set[str], text: str, form: Form) -> Iterator[Caution]:
    if "external_link" in codes and any(link.detail.get("bare") for link in links(text)):
        yield Caution("bare_link")
    if form.smallest is not None and form.smallest < SMALLEST_PHOTO:
        yield Caution("small_photo")
    if count_words(text) > LONGEST_TEXT:
        yield Caution("long_text")
    if "legacy_encoding" in codes:
        yield Caution("legacy_encoding")


def _named(code: str, choice: str) -> tuple[str, str]:
    if code == "alike":
        reference = choice.removeprefix(JOIN)
        return ("warned.alike" if reference == choice else "warned.alike_join"), reference
    return f"warned.{code}" if choice == SENT else f"warned.{code}_{choice}", ""


def _is_private(flag: Finding) -> bool:
    return flag.code in NAMED or (flag.code.startswith("pii_") and flag.detail.get("severity") != "info")


def _each_once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
