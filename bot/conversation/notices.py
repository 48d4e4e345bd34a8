"""What each notice says: from its kind and the facts as they now are to a Reply. Kind and message share a name."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation import (
    asking,
    compose_view,
    group_notices,
    place_notices,
    reply_notices,
    rhythm_notices,
    rule_notices,
    waiting_notices,
)
from bot.conversation.incoming import Reply
from bot.conversation.receipt import receipt, rejection
from bot.conversation.values import button, label
from review.port import Facts
from review.workflow import UNDECIDED

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
    return _receipt(facts, {}) or compose_view.gone()


def _receipt(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    return receipt(facts.tip, facts) if facts.tip else None


def _rejection(facts: Facts, _details: Mapping[str, Any]) -> Reply | None:
    return rejection(facts.tip, facts) if facts.tip else None


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


def _handed_over(facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None or tip.status not in UNDECIDED:
        return None
    values = {"ten": details["by"], "ma": tip.reference, "gio": {"clock": details["until"]}}
    return Reply("handed_over", {**values, "link": {"link": f"/tips/{tip.reference}"}})


def _mentioned(facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    tip = facts.tip
    if tip is None:
        return None
    return Reply("mentioned", {"ten": details["by"], "ma": tip.reference, "link": {"link": f"/tips/{tip.reference}"}})


def _draft_resume(facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    if facts.composing is None:
        return None
    values = {"gio": {"clock": details["since"]}, "han": {"due": details["until"]}}
    rows = ((button("f.resume", "continue"), button("f.drop", "delete_draft")),)
    return Reply("draft_resume", values, rows)


def _draft_removed(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("draft_removed", {"gio": {"clock": details["since"]}})


def _correction_proposed(facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    draft = facts.draft
    if draft is None:
        return None
    values = {"ma_ban_nhap": draft.reference, "ma": details.get("tip", ""), "tit": draft.title}
    return Reply("correction_proposed", {**values, "link": {"link": f"/drafts/{draft.reference}"}})


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


def _form_link(_facts: Facts, details: Mapping[str, Any]) -> Reply | None:
    if not details.get("token"):
        return None
    values = {"gio": 24, "mb": details["megabytes"], "link": {"link": f"/gui/{details['token']}"}}
    return Reply("form_link", values)


def _file_failed(facts: Facts, details: Mapping[str, Any]) -> Reply:
    reference = facts.tip.reference if facts.tip else ""
    when = {"clock": details["sent_at"]}
    if details.get("megabytes"):
        upload = {"link": f"/gui/{details['token']}"} if details.get("token") else ""
        return Reply("err_file_too_large", {"mb": details["megabytes"], "toi_da": 20, "link_tai_len": upload})
    return Reply("file_failed", {"loai": label(f"kind.{details['kind']}"), "gio": when, "ma": reference})


def _restored(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("restored", {"tu": {"due": details["from"]}, "den": {"due": details["until"]}})


def _silence(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("silence", {"tu": {"due": details["from"]}, "den": {"due": details["until"]}})


def _rights_answered(_facts: Facts, details: Mapping[str, Any]) -> Reply:
    return Reply("rights_answered", {"ma": details["reference"], "loai_yeu_cau": label(f"wish.{details['wish']}")})


NOTICES: Mapping[str, Say] = {
    **place_notices.NOTICES,
    **group_notices.NOTICES,
    **rhythm_notices.NOTICES,
    **reply_notices.NOTICES,
    **rule_notices.NOTICES,
    **waiting_notices.NOTICES,
    "screen": _reply,
    "rights_answered": _rights_answered,
    "reply": _reply,
    "living": _living,
    "approved": _receipt,
    "rejected": _rejection,
    "merged": _receipt,
    "needs_info": asking.question,
    "next_question": asking.question,
    "needs_info_reminder": asking.reminder,
    "published": _published,
    "draft_created": _draft_created,
    "handed_over": _handed_over,
    "mentioned": _mentioned,
    "correction_proposed": _correction_proposed,
    "draft_resume": _draft_resume,
    "draft_removed": _draft_removed,
    "dead_letter": _dead_letter,
    "alert_backlog": _alert_backlog,
    "alert_disk": _alert_disk,
    "alert_media": _alert_media,
    "alert_conflict": _alert_conflict,
    "alert_over": _alert_over,
    "login_link": _login_link,
    "form_link": _form_link,
    "file_failed": _file_failed,
    "restored": _restored,
    "silence": _silence,
}
