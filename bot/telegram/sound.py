"""What makes a sound in the moderators' group: by night only answers and urgent tips. Plain rules."""

from datetime import datetime

from bot.telegram import counter
from review import outbox
from review.outbox import Lane, Notice
from review.port import Facts
from review.quiet import Preferences, is_quiet
from review.settings import DeskRules
from review.workflow import Priority


def is_silent(notice: Notice, facts: Facts, *, now: datetime, rules: DeskRules) -> bool:
    """Tell whether a message arrives without a sound: the counter always, others of the group in its quiet hours."""
    if notice.kind == counter.KIND:
        return True
    if notice.recipient != outbox.GROUP or notice.lane <= Lane.REPLY or _is_urgent(facts):
        return False
    return is_quiet(Preferences(*rules.quiet_hours), now, rules.zone)


def _is_urgent(facts: Facts) -> bool:
    return facts.tip is not None and facts.tip.handling.priority == Priority.URGENT
