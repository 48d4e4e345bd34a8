"""The living receipt: one message a tip, from being received to the link, with the buttons right for its state."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.incoming import Choice, Reply, Rows
from bot.conversation.reasons import question_lines, reason_text
from bot.conversation.values import button, clock, day, due, label
from review.port import Act, Facts, TipView
from review.workflow import DraftStatus, TipStatus

ANNOUNCED_LATER = frozenset({"approve", "reject", "ask", "mark_duplicate"})  # told when the time to undo is over
ONLINE = frozenset({DraftStatus.PUBLISHED, DraftStatus.CORRECTED})


def receipt(tip: TipView, facts: Facts) -> Reply:
    """Show a tip that was handed in as its sender may know it now: a decision only when the time to undo it is over."""
    if _is_secret(tip.acts, facts):
        return _in_review(tip)
    if tip.is_emptied and tip.status is TipStatus.REJECTED:
        return Reply("receipt_emptied", {"ma": tip.reference})
    match tip.status:
        case TipStatus.WITHDRAWN:
            return Reply("tip_withdrawn", {"ma": tip.reference})
        case TipStatus.NEEDS_INFO:
            return _asked(tip)
        case TipStatus.APPROVED:
            return _approved(tip)
        case TipStatus.REJECTED:
            return _rejected(tip, facts)
        case TipStatus.DUPLICATE:
            return _joined(tip)
    return _waiting(tip, facts)


def rejection(tip: TipView, facts: Facts) -> Reply | None:
    """Tell of a rejection, which its sender may act on; nothing where they have, or where the tip is open again.

    Of a tip that was joined to another, that the other was rejected.
    """
    if tip.status is TipStatus.DUPLICATE and tip.is_first_rejected:
        return _joined(tip)
    if tip.status is not TipStatus.REJECTED or tip.revised_as is not None or tip.is_emptied:
        return None
    if _is_secret(tip.acts, facts):
        return None
    return Reply("rejected", _why(tip, facts), _ways_on(tip))


def _is_secret(acts: Sequence[Act], facts: Facts) -> bool:
    return bool(acts) and _can_be_undone(acts[-1], facts.now, facts)


def _can_be_undone(act: Act, at: datetime, facts: Facts) -> bool:
    """Tell whether a decision was still unannounced at a moment; after a clock was set back it is told at once."""
    return act.verb in ANNOUNCED_LATER and timedelta() <= at - act.at < facts.undo


def _waiting(tip: TipView, facts: Facts) -> Reply:
    if tip.claimed_by is not None:
        return _in_review(tip)
    known = _known(tip.acts, facts)
    if known == "appeal":
        values = {"ma": tip.reference, "han_phan_hoi": due(tip.due_at), "vang": "1" if tip.lacks_second else ""}
        return Reply("receipt_appealed", values, _open_rows(tip))
    if known == "reopen":
        return Reply("reopened", {"ma": tip.reference}, _open_rows(tip))
    if known == "answer":
        return _in_review(tip)
    return _received(tip)


def _known(acts: Sequence[Act], facts: Facts) -> str:
    """Return the last act on a tip that its sender knows of; what was undone in time never happened."""
    known: list[Act] = []
    for act in acts:
        if act.verb == "reopen" and known and _can_be_undone(known[-1], act.at, facts):
            known.pop()
        else:
            known.append(act)
    return known[-1].verb if known else ""


def _received(tip: TipView) -> Reply:
    values = {
        "ma": tip.reference,
        "gio": clock(tip.received_at or tip.sent_at),
        "ten": tip.credit,
        "dang_tai": 0,
        "han_phan_hoi": due(tip.due_at),
        **_extent(tip),
    }
    return Reply("receipt", values, _open_rows(tip))


def _in_review(tip: TipView) -> Reply:
    values = {"ma": tip.reference, "han_phan_hoi": due(tip.due_at), **_extent(tip)}
    return Reply("receipt_in_review", values, _open_rows(tip))


def _asked(tip: TipView) -> Reply:
    asked = tip.open_questions
    values = {
        "ma": tip.reference,
        "ds_cau_hoi": question_lines(asked),
        "han": due(asked[-1].due_at) if asked else "",
    }
    return Reply("receipt_asked", values, ((_show(tip), button(f"m.withdraw.{tip.reference}", "withdraw")),))


def _approved(tip: TipView) -> Reply:
    values = {"ma": tip.reference, "tit": tip.title, "link": tip.url or ""}
    rows = ((_show(tip), button(f"f.add.{tip.reference}", "propose_change")),)
    if tip.draft_status in ONLINE:
        return Reply("receipt_published", values, ((_show(tip), button(f"f.add.{tip.reference}", "report_error")),))
    if tip.draft_status is DraftStatus.UNPUBLISHED:
        return Reply("receipt_unpublished", {"ma": tip.reference, "tit": tip.title}, ((_show(tip),),))
    if tip.draft_status is DraftStatus.DISCARDED:
        return Reply("receipt_not_used", {"ma": tip.reference}, ((_show(tip),),))
    if tip.draft_status is DraftStatus.DRAFTED and tip.draft_version <= 1:
        return Reply("approved", {"ma": tip.reference, "ngay_dang": ""}, rows)
    return Reply("receipt_in_editing", {"ma": tip.reference, "tit": tip.title}, rows)


def _rejected(tip: TipView, facts: Facts) -> Reply:
    return Reply("receipt_rejected", _why(tip, facts), _ways_on(tip))


def _why(tip: TipView, facts: Facts) -> dict[str, object]:
    note = tip.last.note if tip.last else ""
    reason, advice = reason_text(facts.reason, facts.locale, note) if facts.reason else ("", "")
    return {
        "ma": tip.reference,
        "ly_do": reason,
        "goi_y": advice,
        "xem_lai": "1" if tip.is_appealed else "",
        "giu_den": day(facts.kept_through) if facts.kept_through else "",
    }


def _ways_on(tip: TipView) -> Rows:
    rows: list[tuple[Choice, ...]] = []
    if tip.revised_as is None:
        rows.append((button(f"a.revise.{tip.reference}", "send_revised"),))
    else:
        rows.append((Choice(f"m.show.{tip.revised_as}", "button.show_revised", {"ma": tip.revised_as}),))
    if not tip.is_appealed:
        rows.append((button(f"a.appeal.{tip.reference}", "appeal"),))
    return tuple(rows)


def _joined(tip: TipView) -> Reply:
    rows: Rows = () if tip.is_appealed else ((button(f"a.appeal.{tip.reference}", "appeal"),),)
    if tip.is_first_rejected:
        return Reply("joined_not_used", {"ma": tip.reference, "ma_goc": tip.duplicate_of or ""}, rows)
    if not tip.title or tip.draft_status is DraftStatus.DISCARDED:
        return Reply("marked_duplicate", {"ma": tip.reference, "ma_goc": tip.duplicate_of or ""}, rows)
    return Reply("merged", {"ma": tip.reference, "tit": tip.title}, rows)


def _extent(tip: TipView) -> dict[str, object]:
    """Say how much a tip holds once something was added to it: what is lost on the way would show here."""
    if tip.version <= 1:
        return {"da_gom": ""}
    return {"da_gom": label("value.extent", n=tip.version, anh=tip.photos, tep=tip.files)}


def _open_rows(tip: TipView) -> Rows:
    add, withdraw = button(f"f.add.{tip.reference}", "add_to_sent"), button(f"m.withdraw.{tip.reference}", "withdraw")
    return ((_show(tip),), (add, withdraw), (button("g.form", "open_form"),))


def _show(tip: TipView) -> Choice:
    return Choice(f"m.show.{tip.reference}", "button.show_tip")
