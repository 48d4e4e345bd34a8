"""When a notice may ring: quiet hours, and one time of day for those who want their notices together. Plain rules."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = 60
MORNING = 7 * HOUR  # when bundled notices come to somebody without quiet hours


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody wants of the desk's notices; minutes are those of the desk's day, equal ones mean never quiet."""

    quiet_from: int
    quiet_until: int
    is_digest: bool = False
    wants_monthly: bool = True

    @property
    def has_quiet_hours(self) -> bool:
        return self.quiet_from != self.quiet_until


def rings_at(
    wanted: Preferences, *, owed_at: datetime, now: datetime, zone: ZoneInfo, is_bundle: bool = False
) -> datetime:
    """Return when a notice that asks for nothing and was owed at a moment may ring: `now`, or later.

    What is a bundle already only waits for the end of quiet hours.
    """
    at = now
    if wanted.is_digest and not is_bundle:
        minute = wanted.quiet_until if wanted.has_quiet_hours else MORNING
        at = max(at, _next(owed_at, minute, zone))
    return _next(at, wanted.quiet_until, zone) if is_quiet(wanted, at, zone) else at


def is_quiet(wanted: Preferences, at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether somebody rests at a moment; the hours may go past midnight."""
    there = at.astimezone(zone)
    minute = there.hour * HOUR + there.minute
    if wanted.quiet_from <= wanted.quiet_until:
        return wanted.quiet_from <= minute < wanted.quiet_until
    return minute >= wanted.quiet_from or minute < wanted.quiet_until


def clock_face(minute: int) -> str:
    """Return a minute of the day as a clock shows it."""
    return f"{minute // HOUR}:{minute % HOUR:02d}"


def _next(after: datetime, minute: int, zone: ZoneInfo) -> datetime:
    """Return the first time after a moment at which a clock at the desk shows this minute of the day."""
    there = after.astimezone(zone)
    face = datetime.combine(there.date(), time(minute // HOUR, minute % HOUR), zone)
    if face <= there:
        face = datetime.combine(there.date() + timedelta(days=1), face.timetz())
    return face.astimezone(after.tzinfo)
