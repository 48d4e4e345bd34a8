"""What the bot may have to say something about: made-up tips, notices and their details, with every field filled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from bot.conversation.incoming import Reply
from bot.conversation.words import House
from review.access import Person
from review.mine import Example, Figures, Month, UnitWish
from review.noticed import Caution, Composing
from review.port import Act, Asked, DraftFacts, Entry, Facts, Option, TipLine, TipView
from review.settings import DESK_ZONE
from review.words import shipped
from review.workflow import TipStatus

NOW = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)
LOCALES = ("vi", "en")
HOUSE = House(
    shipped(),
    DESK_ZONE,
    "http://127.0.0.1:8080",
    {
        "co_quan": "Trang",
        "dau_moi": "Ban Biên tập",
        "kenh": "Telegram",
        "phien_ban": "1.0",
        "so_ngay_xoa": "30",
        "so_thang": "12",
        "dong_nen_tang_nuoc_ngoai": "",
    },
)
TOPICS = (Option("SO", "Chính quyền số", "Digital"), Option("TTHC", "Thủ tục", "Procedures"))
SOURCES = (Option("witness", "Tôi chứng kiến", "I was there"),)
REASON = Entry(
    "R02",
    "Hết thời sự",
    "Out of date",
    MappingProxyType(
        {
            "text_vi": "sự việc đã qua {so_ngay} ngày",
            "text_en": "the event was {so_ngay} days ago",
            "suggestion_vi": "Lần sau gửi ngay.",
            "suggestion_en": "Next time at once.",
        }
    ),
)


def a_composing(**changes: Any) -> Composing:
    values: dict[str, Any] = {
        "tip_id": 5,
        "words": 40,
        "photos": 2,
        "files": 1,
        "fetching": 1,
        "excerpt": "Sáng nay phường mở bàn hướng dẫn",
        "topic": None,
        "when": "",
        "where": "",
        "source": None,
        "missing": ("when", "where", "source"),
        "unit_name": "phường Bình Mẫu",
        "credit": "Lan",
        "started_at": NOW,
    }
    return Composing(**(values | changes))


def a_tip(status: TipStatus = TipStatus.RECEIVED, **changes: Any) -> TipView:
    values: dict[str, Any] = {
        "id": 5,
        "reference": "T-261112-07",
        "status": status,
        "version": 2,
        "sender_id": 3,
        "sender_locale": "vi",
        "text": "Sáng nay …",
        "excerpt": "Sáng nay …",
        "unit_id": "p-binh-mau",
        "unit_name": "Phường Bình Mẫu",
        "credit": "Lan",
        "topic": "SO",
        "genre": "TIN",
        "section": "",
        "when": "",
        "where": "",
        "source": None,
        "source_detail": "",
        "photos": 2,
        "files": 0,
        "flags": ({"code": "missing_date"}, {"code": "pii_mobile"}),
        "sent_at": NOW,
        "received_at": NOW,
        "due_at": NOW + timedelta(hours=20),
        "questions": (Asked(1, "Q01", "Ngày nào?", NOW), Asked(2, "free", "Ai chủ trì?", NOW)),
        "last": Act("reject", "Minh", 9, NOW, "telegram", "R02"),
        "draft": "B-261112-07",
        "title": "Phường mở bàn hướng dẫn",
        "url": "https://example.org/bai",
    }
    return TipView(**(values | changes))


CAUTIONS = (
    *(Caution("alike", ("T-261111-02", "received"), choice) for choice in ("T-261111-02", "join:T-261111-02")),
    *(Caution("unissued", ("dự thảo",), choice) for choice in ("", "public")),
    *(Caution("personal", ("pii_mobile", "citizen_named"), choice) for choice in ("mask", "keep")),
    *(Caution("papers", (), choice) for choice in ("", "yes", "no")),
    Caution("vulnerable", ("minor",)),
    *map(Caution, ("complaint", "press", "forwarded", "bare_link", "small_photo", "long_text", "legacy_encoding")),
)
FACTS = Facts(
    Person(3, "Lan"),
    NOW,
    composing=a_composing(),
    tip=a_tip(),
    draft=DraftFacts("B-261112-07", "Tít", ("T-261112-07",), 2),
    reason=REASON,
)
DETAILS = {
    "reply": Reply("outdated_button").as_json(),
    "screen": Reply("outdated_button").as_json(),
    "login_link": {"token": "abc"},
    "form_link": {"token": "abc", "megabytes": 200},
    "role_given_back": {"roles": ["moderator", "admin"]},
    "handed_over": {"by": "Minh", "until": NOW.isoformat()},
    "mentioned": {"by": "Minh"},
    "draft_resume": {"since": NOW.isoformat(), "until": (NOW + timedelta(days=29)).isoformat()},
    "draft_removed": {"since": NOW.isoformat()},
    "rights_answered": {"reference": "Q-261112-01", "wish": "withdraw"},
    "file_failed": {"kind": "video", "sent_at": NOW.isoformat(), "megabytes": 31},
    "alert_over": {"kind": "alert_disk", "since": NOW.isoformat()},
    "restored": {"from": NOW.isoformat(), "until": (NOW + timedelta(hours=3)).isoformat()},
    "silence": {"from": NOW.isoformat(), "until": (NOW + timedelta(hours=3)).isoformat()},
    "offline": {"from": NOW.isoformat(), "until": (NOW + timedelta(hours=3)).isoformat()},
    "counter": {
        "received": 3,
        "overdue": 1,
        "needs_info": 2,
        "decided": 1_001,
        "oldest": "T-261112-07",
        "oldest_at": NOW.isoformat(),
    },
    "desk_due": {"late": [5], "late_number": 1, "soon": [5], "soon_number": 12},
    "desk_morning": {
        "day": "2026-11-12",
        "since": NOW.isoformat(),
        "received": 3,
        "needs_info": 2,
        "new": 1,
        "decided": 4,
        "late": [5],
        "late_number": 9,
        "due": [5],
        "due_number": 1,
    },
}
LINE = TipLine("T-261112-07", TipStatus.RECEIVED, "Sáng nay …", NOW, NOW + timedelta(hours=20))
WISH = UnitWish(4, 3, "Lan", "phường Bình Mẫu", "phường Tân Mẫu")
MONTH = Month(2026, 10, Figures(sent=4, approved=2), Example("R02", 2, "T-261012-01", "Phường mở bàn hướng dẫn"))
FACTS = replace(FACTS, lines={5: LINE}, wish=WISH, month=MONTH, bundle=(("published", FACTS),))
UNANSWERED = a_tip(TipStatus.NEEDS_INFO, questions=(Asked(1, "Q01", "Ngày nào?", NOW, NOW - timedelta(days=1)),))
OF_KIND = {
    **dict.fromkeys(("question_overdue", "unanswered", "unanswered_group"), UNANSWERED),
    "rejected": a_tip(TipStatus.REJECTED),
    "second_look_needed": a_tip(
        acts=(Act("reject", "Minh", 9, NOW, "telegram", "R02"), Act("appeal", "Lan", 3, NOW, "telegram")),
        lacks_second=True,
    ),
}
