"""What the correspondent will read, shown before it is sent: the same texts the bot sends, from the same files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from review.clock import desk_date
from review.newsroom import Newsroom
from review.port import Entry, TipView
from review.words import day_text, due_text
from review.working_time import ANSWER_TIME

GAP = "…"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to reject with: what it asks the moderator to fill in (None for nothing) and what the sender reads."""

    code: str
    label: str
    field: str | None
    text: str


@dataclass(frozen=True, slots=True)
class WillRead:
    """The messages each verb would send. `ask` has one line per question of the bank, in the bank's order."""

    approve: str
    duplicate: str
    reasons: tuple[Reason, ...]
    ask_before: str
    ask_after: str
    questions: tuple[tuple[str, str, str], ...]


def of(
    newsroom: Newsroom,
    tip: TipView,
    *,
    reasons: Sequence[Entry],
    questions: Sequence[Entry],
    locale: str,
    now: datetime,
) -> WillRead:
    """Return what the sender of a tip would read, in the sender's language; names of reasons in the moderator's."""
    words, reader = newsroom.words, tip.sender_locale
    until = due_text(now + ANSWER_TIME, now, reader, zone=newsroom.rules.zone)
    asked = words.message("needs_info", reader, ma=tip.reference, ds_cau_hoi=GAP, han=until)
    before, _, after = asked.partition(GAP)
    return WillRead(
        approve=words.message("approved", reader, ma=tip.reference, ngay_dang=""),
        duplicate=words.message("marked_duplicate", reader, ma=tip.reference, ma_goc=GAP),
        reasons=tuple(_reason(newsroom, tip, reason, locale, now) for reason in reasons),
        ask_before=before.strip(),
        ask_after=after.strip(),
        questions=tuple((q.code, q.label(locale), q.label(reader)) for q in questions),
    )


def _reason(newsroom: Newsroom, tip: TipView, reason: Entry, locale: str, now: datetime) -> Reason:
    language = "en" if tip.sender_locale == "en" else "vi"
    text = str(reason.details.get(f"text_{language}") or reason.label(language))
    advice = str(reason.details.get(f"suggestion_{language}") or "")
    advice = "" if advice == text else advice
    field = (text + advice).partition("{")[2].partition("}")[0] or None
    kept_through = desk_date(now, newsroom.rules.zone) + timedelta(days=newsroom.rules.unused_days)
    said = newsroom.words.message(
        "rejected",
        tip.sender_locale,
        ma=tip.reference,
        ly_do=_with_gap(text),
        goi_y=_with_gap(advice),
        xem_lai=tip.is_appealed,
        giu_den=day_text(kept_through, tip.sender_locale),
    )
    return Reason(reason.code, reason.label(locale), field, said)


def _with_gap(text: str) -> str:
    before, opening, rest = text.partition("{")
    return before + GAP + rest.partition("}")[2] if opening else text
