"""What the notices about one's own place say: a change of unit, the monthly note, several notices in one."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.incoming import Reply, Rows
from bot.conversation.reasons import reason_text
from bot.conversation.values import button, label
from review.mine import UnitWish
from review.port import Facts

Say = Callable[[Facts, Mapping[str, Any]], Reply | None]


def _unit_change_asked(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    wish = facts.wish
    if wish is None:
        return None
    before = wish.before if wish.before != wish.name else ""  # once it is granted, the new one is theirs
    values = {"ten": wish.person, "don_vi_cu": before, "don_vi": wish.name, "ket_qua": _outcome(wish)}
    yes, no = button(f"v1:u:{wish.id}:yes", "grant_unit"), button(f"v1:u:{wish.id}:no", "refuse_unit")
    rows: Rows = () if wish.is_decided else ((yes, no),)
    return Reply("unit_change_asked", values, rows)


def _outcome(wish: UnitWish) -> object:
    if not wish.is_decided:
        return ""
    if wish.is_replaced:
        return label("value.unit_replaced")
    return label("value.unit_granted" if wish.is_granted else "value.unit_refused")


def _unit_change_decided(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    wish = facts.wish
    if wish is None:
        return None
    return Reply("unit_change_decided", {"dong_y": wish.is_granted, "don_vi": wish.name})


def _monthly_note(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    month = facts.month
    if month is None or facts.reader is None:
        return None
    example, reason, advice = month.example, "", ""
    if example is not None and facts.reason is not None:
        reason, advice = reason_text(facts.reason, facts.locale, example.note)
    values = {
        "thang": month.month,
        "nam": month.year,
        "ten": facts.reader.name,
        "n_gui": month.figures.sent,
        "n_duyet": month.figures.approved,
        "n_dang": month.figures.published,
        "n_khong": month.figures.not_used,
        "ly_do": reason,
        "goi_y": advice,
        "so_lan": example.number if example else 0,
        "ma": example.reference if example else "",
        "trich": example.excerpt if example else "",
    }
    return Reply("monthly_note", values, ((button("n.open", "figures"), button("w.stop", "monthly_off")),))


def _digest(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tips = [within.tip for _, within in facts.bundle if within.tip is not None and within.tip.url]
    lines = [label("line.published", ma=tip.reference, tit=tip.title, link=tip.url) for tip in tips]
    return Reply("digest", {"ds_tin": lines}) if lines else None


NOTICES: Mapping[str, Say] = {
    "unit_change_asked": _unit_change_asked,
    "unit_change_decided": _unit_change_decided,
    "monthly_note": _monthly_note,
    "digest": _digest,
}
