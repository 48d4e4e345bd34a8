"""The moderators' card of a tip: what it says and offers, by the tip's state and the view the card is in. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.conversation.incoming import Choice, Reply, Rows
from bot.conversation.values import button, clock, due, label, listed
from bot.telegram.card_likeness import like
from review.language.clean import clean_text
from review.language.personal import hidden
from review.noticed import named
from review.port import Facts, TipView
from review.tip_text import shortened
from review.workflow import UNDECIDED, TipStatus

QUIET = frozenset(
    {"nfd", "invisible_chars", "emoji", "abbreviation", "relative_date", "tone_style_new", "derived_number"}
)
REASON_CODES = tuple(f"R{number:02d}" for number in range(1, 16))
QUESTION_CODES = tuple(f"Q{number:02d}" for number in range(1, 9))
MOST_FLAGS = 6
LONGEST_EXCERPT = 160
READ = 640  # what is read for an excerpt: a name or number may need the words around it to be known for one


def card(facts: Facts, view: str, base_url: str) -> Reply | None:
    """Return the card as it now is; None for a tip that is gone."""
    tip = facts.tip
    if tip is None:
        return None
    if tip.status not in UNDECIDED:
        return _closed(tip)
    name, _, ticked = view.partition(":")
    if name == "reasons":
        return Reply("card_reasons", {"ma": tip.reference}, _reason_rows())
    if name == "questions":
        return _questions(tip, [code for code in ticked.split(",") if code])
    values = {**_values(tip, facts.now), "giong": like(facts.alike, facts.now)}
    return Reply("card", values, _verbs(tip, base_url))


def _values(tip: TipView, now: datetime) -> dict[str, Any]:
    missing = [label(f"missing.{fact}") for fact in ("when", "source") if _lacks(tip, fact)]
    codes = [flag["code"] for flag in tip.flags if flag["code"] not in QUIET]
    return {
        "ma": tip.reference,
        "xem_lai": _appealed(tip),
        "ban_sua": label("state.revises", ma=tip.revises) if tip.revises else "",
        "don_vi": tip.unit_name,
        "but_danh": tip.credit,
        "noi_dung_rut_gon": _excerpt(tip) or label("value.no_text"),
        "so_anh": tip.photos,
        "so_tep": tip.files,
        "dang_tai": 0,
        "chu_de": label(f"topic.{tip.topic or 'none'}"),
        "uu_tien": label(f"priority.{tip.handling.priority}") if tip.handling.priority else "",
        "cam_dang": clock(tip.handling.embargo_until) if tip.handling.embargo_until else "",
        "nguoi_doc": _readers(tip),
        "con_thieu": listed(missing) if missing else "",
        "canh_bao": listed(label(f"flag.{code}") for code in dict.fromkeys(codes[:MOST_FLAGS])) if codes else "",
        "da_nhac": listed(label(name, chon=reference) for name, reference in named(tip.warned)) if tip.warned else "",
        "han_phan_hoi": due(tip.due_at),
        "tinh_trang": _state(tip, now),
    }


def _readers(tip: TipView) -> Any:
    """Say how many readers have to agree and how many have voted, never what."""
    needed = tip.handling.readings or 0
    return label("state.readings", n=str(needed), da=str(tip.handling.read_by)) if needed > 1 else ""


def _excerpt(tip: TipView) -> str:
    """Return the first words with personal data masked, since the group is on a platform outside the desk."""
    return shortened(hidden(clean_text(tip.text[:READ])), LONGEST_EXCERPT)


def _state(tip: TipView, now: datetime) -> Any:
    last = tip.last
    if tip.status is TipStatus.NEEDS_INFO and last is not None:
        asked = tip.open_questions
        if asked and asked[0].due_at <= now:
            return label("state.unanswered", ten=last.who, gio=clock(last.at), han=due(asked[0].due_at))
        name = "state.waiting_extended" if any(each.is_extended for each in asked) else "state.waiting_for_answer"
        return label(name, ten=last.who, gio=clock(last.at), han=due(asked[-1].due_at if asked else None))
    if tip.claimed_by is not None and tip.claimed_until is not None:
        return label("state.claimed", ten=tip.claimed_by, gio=clock(tip.claimed_until))
    if last is not None and last.verb == "answer":
        return label(_how_answered(tip), gio=clock(last.at))
    if tip.due_at is not None and tip.due_at < now:
        return label("state.overdue")
    return label("state.waiting")


def _how_answered(tip: TipView) -> str:
    """Return how the questions that were sent last were answered."""
    newest = max((each.asked_at for each in tip.questions if each.asked_at), default=None)
    declined = [each.is_declined for each in tip.questions if each.asked_at == newest]
    if declined and all(declined):
        return "state.declined"
    return "state.answered_in_part" if any(declined) else "state.answered"


def _appealed(tip: TipView) -> Any:
    """Say that the sender asked for a second look: who had decided, why, and the sender's words."""
    if tip.appeal is None:
        return ""
    first, words = tip.appeal[0], tip.appeal[1].note
    said = {"ten": first.who, "viec": label(f"past.{first.verb}"), "gio": clock(first.at)}
    name = "state.appealed_because" if first.reason else "state.appealed"
    line = label(name, **said, ly_do=label(f"reason.{first.reason}") if first.reason else "")
    return [line, label("state.appeal_words", loi=hidden(clean_text(words)))] if words else line


def _closed(tip: TipView) -> Reply:
    last = tip.last
    values = {
        "ma": tip.reference,
        "don_vi": tip.unit_name,
        "but_danh": tip.credit,
        "tinh_trang": _done(tip) if last else "",
        "ma_ban_nhap": tip.draft or "",
        "gui_them": _sent_later(tip),
    }
    can_reopen = tip.status is not TipStatus.WITHDRAWN and not tip.is_emptied
    return Reply("card_closed", values, ((button("reopen", "undo"),),) if can_reopen else ())


def _sent_later(tip: TipView) -> Any:
    """Say that the text changed after the decision: what is proposed shows on the pages."""
    if tip.last is None or not tip.last.version or tip.version <= tip.last.version:
        return ""
    is_proposed = tip.status is TipStatus.APPROVED
    return label("state.proposed", n=tip.version) if is_proposed else label("state.late_part")


def _done(tip: TipView) -> Any:
    last = tip.last
    if last is None:
        return ""
    said = {"ten": last.who, "viec": label(f"past.{last.verb}"), "gio": clock(last.at)}
    if last.reason:
        return label("state.done_because", **said, ly_do=label(f"reason.{last.reason}"))
    return label("state.done", **said)


def _verbs(tip: TipView, base_url: str) -> Rows:
    name = "release" if tip.claimed_by else "claim"
    rows: list[tuple[Choice, ...]] = [
        (button("claim", name), button("approve")),
        (button("reasons", "reject"), button("questions", "ask")),
    ]
    last = [button("photos", n=str(tip.photos))] if tip.photos else []
    if base_url.startswith("https://"):
        last.append(Choice("open", "button.open_desk", url=f"{base_url}/tips/{tip.reference}"))
    return (*rows, tuple(last)) if last else tuple(rows)


def _reason_rows() -> Rows:
    choices = [Choice(f"reject.{code}", f"reason.{code}") for code in REASON_CODES]
    return (*_pairs(choices), (button("back"),))


def _questions(tip: TipView, ticked: Sequence[str]) -> Reply:
    rows = [(_question(code, is_ticked=code in ticked),) for code in QUESTION_CODES]
    chosen = [label("line.question", cau_hoi=label(f"question.{code}")) for code in ticked]
    send = (button("ask", "send_questions"),) if ticked else ()
    return Reply("card_questions", {"ma": tip.reference, "ds_cau_hoi": chosen}, (*rows, (*send, button("back"))))


def _question(code: str, *, is_ticked: bool) -> Choice:
    if not is_ticked:
        return Choice(f"tick.{code}", f"question.{code}")
    return Choice(f"tick.{code}", "button.ticked", {"ten": label(f"question.{code}")})


def _pairs(choices: Sequence[Choice]) -> Rows:
    return tuple(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2))


def _lacks(tip: TipView, fact: str) -> bool:
    """Tell whether a fact is neither in the text (a flag says so) nor given by the sender."""
    code, given = {"when": ("missing_date", tip.when), "source": ("missing_source", tip.source)}[fact]
    return not given and any(flag["code"] == code for flag in tip.flags)
