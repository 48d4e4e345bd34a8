"""What each notice says: from its kind and the facts as they now are to a Reply. Kind and message share a name."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation import compose_view
from bot.conversation.incoming import Reply
from bot.conversation.values import due, label
from review.port import Entry, Facts, TipView

Say = Callable[[Facts, Mapping[str, Any]], Reply | None]


def reply_for(kind: str, facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    """Return what a notice says; None when there is nothing left to say (the tip is gone or was reopened)."""
    return NOTICES[kind](facts, details)


def _reply(_facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    return Reply.from_json(details) if details else None


def _living(facts: Facts, details: Mapping[str, Any]) -> Reply:
    if details:
        return Reply.from_json(details)
    if facts.composing is not None:
        return compose_view.unfinished(facts.state, facts.composing, topics=facts.topics, sources=facts.sources)
    return compose_view.handed_in(facts.tip) if facts.tip else compose_view.gone()


def _approved(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    return Reply("approved", {"ma": facts.tip.reference, "ngay_dang": ""}) if facts.tip else None


def _rejected(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None or facts.reason is None or tip.last is None:
        return None
    reason, advice = reason_text(facts.reason, facts.locale, tip.last.note)
    return Reply("rejected", {"ma": tip.reference, "ly_do": reason, "goi_y": advice})


def _needs_info(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    asked = [question for question in tip.questions if not question.is_answered] if tip else []
    if tip is None or not asked:
        return None
    values = {"ma": tip.reference, "ds_cau_hoi": question_lines(tip), "han": due(asked[-1].due_at)}
    return Reply("needs_info", values, asks_reply=True)


def question_lines(tip: TipView) -> list[Any]:
    """Return the open questions as lines: those of the bank in the reader's language."""
    asked = [question for question in tip.questions if not question.is_answered]
    words = [label(f"question.{q.code}") if q.code != "free" else q.text for q in asked]
    return [{"label": "line.question", "values": {"cau_hoi": text}} for text in words]


def _merged(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None:
        return None
    if not tip.title:
        return Reply("marked_duplicate", {"ma": tip.reference, "ma_goc": tip.duplicate_of or ""})
    return Reply("merged", {"ma": tip.reference, "tit": tip.title})


def _published(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None or not tip.url:
        return None
    values = {
        "tit": tip.title,
        "link": tip.url,
        "but_danh": tip.credit,
        "the_loai": label(f"genre.{tip.genre}"),
        "ten": facts.reader.name if facts.reader else "",
    }
    return Reply("published", values)


def _draft_created(facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    draft = facts.draft
    if draft is None:
        return None
    values = {
        "ma_ban_nhap": draft.reference,
        "ma": ", ".join(draft.tips),
        "ten": details.get("by", ""),
        "tit": draft.title,
        "so_cho_trong": draft.open_places,
        "link": {"link": f"/drafts/{draft.reference}"},
    }
    return Reply("draft_created", values)


def _dead_letter(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("dead_letter", {"so": details.get("number", 1), "link": {"link": "/status"}})


def _alert_backlog(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    values = {"so": details.get("number", 0), "phut": details.get("minutes", 5)}
    return Reply("alert_backlog", {**values, "link": {"link": "/status"}})


def _alert_disk(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("alert_disk", {"mb": details.get("megabytes", 0), "link": {"link": "/status"}})


def _alert_media(_facts: Facts, _details: Mapping[str, Any]) -> Reply:
    return Reply("alert_media", {"link": {"link": "/status"}})


def _alert_conflict(_facts: Facts, _details: Mapping[str, Any]) -> Reply:
    return Reply("alert_conflict", {})


def _alert_over(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("alert_over", {"viec": label(f"incident.{details['kind']}"), "tu": {"clock": details["since"]}})


def _login_link(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("login_link_message", {"phut": 10, "link": {"link": f"/login?token={details['token']}"}})


def _file_failed(facts: Facts, details: Mapping[str, Any]) -> Reply:
    reference = facts.tip.reference if facts.tip else ""
    when = {"clock": details["sent_at"]}
    if details.get("megabytes"):
        return Reply("err_file_too_large", {"mb": details["megabytes"], "toi_da": 20, "link_tai_len": ""})
    return Reply("file_failed", {"loai": label(f"kind.{details['kind']}"), "gio": when, "ma": reference})


def _restored(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("restored", {"tu": {"due": details["from"]}, "den": {"due": details["until"]}})


def _silence(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("silence", {"tu": {"due": details["from"]}, "den": {"due": details["until"]}})


def reason_text(reason: Entry, locale: str, note: str) -> tuple[str, str]:
    """Return the reason and the advice a sender reads; a place that nothing fills falls back to the short name."""
    language = "en" if locale == "en" else "vi"
    text, advice = reason.details[f"text_{language}"], reason.details[f"suggestion_{language}"]
    said = _filled(text, note) or reason.label(locale)
    return said, "" if advice == text else _filled(advice, note)


def _filled(text: str, note: str) -> str:
    if "{" not in text:
        return text
    start, end = text.index("{"), text.index("}")
    return text[:start] + note + text[end + 1 :] if note else ""


NOTICES: Mapping[str, Say] = {
    "reply": _reply,
    "living": _living,
    "approved": _approved,
    "rejected": _rejected,
    "needs_info": _needs_info,
    "merged": _merged,
    "published": _published,
    "draft_created": _draft_created,
    "dead_letter": _dead_letter,
    "alert_backlog": _alert_backlog,
    "alert_disk": _alert_disk,
    "alert_media": _alert_media,
    "alert_conflict": _alert_conflict,
    "alert_over": _alert_over,
    "login_link": _login_link,
    "file_failed": _file_failed,
    "restored": _restored,
    "silence": _silence,
}
