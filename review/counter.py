"""The counter pinned in the moderators' group: owed anew only where a number on it has changed.

What it shows is looked up every half minute, never for a message; the courier edits the one message that stands there.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from review import network, outbox, posted, waiting
from review.settings import DeskRules

KIND, SUBJECT = "counter", "counter:desk"
SETTING = "counter"
Shown = Mapping[str, str | int]


def news(session: Session, *, door: str, chat_id: int, now: datetime, rules: DeskRules) -> Shown | None:
    """Return what the counter should show, None where that is owed or stands there already."""
    found = waiting.look(session, now=now, zone=rules.zone)
    shown: Shown = {
        "received": found.received,
        "overdue": found.overdue,
        "needs_info": found.needs_info,
        "decided": found.decided,
        "oldest": found.oldest,
        "oldest_at": found.oldest_at.isoformat() if found.oldest_at else "",
        "day": f"{now.astimezone(rules.zone):%Y-%m-%d}",  # with it the times are said otherwise
        "chat": chat_id,
    }
    is_owed = network.setting(session, SETTING) == _text(shown)
    is_new = not is_owed or posted.where_shown(session, SUBJECT, KIND, door=door, chat_id=chat_id) is None
    return shown if not is_owed or (is_new and not _is_on_its_way(session)) else None


def owe(session: Session, shown: Shown, *, now: datetime) -> None:
    """Owe the group the counter as it is now."""
    network.set_setting(session, SETTING, _text(shown))
    outbox.forget_sent(session, SUBJECT)
    outbox.enqueue(
        session,
        KIND,
        subject=SUBJECT,
        recipient=outbox.GROUP,
        lane=outbox.Lane.CARD,
        dedupe_key=f"{KIND}:{now.isoformat()}",
        now=now,
        details=shown,
    )


def _is_on_its_way(session: Session) -> bool:
    """Tell whether a counter is still to be delivered: then another would say the same."""
    return any(notice.state == "new" for notice in outbox.about(session, SUBJECT))


def _text(shown: Shown) -> str:
    return json.dumps(shown, sort_keys=True)
