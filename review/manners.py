"""How many tips the desk takes from one person a day and when it lets people rest, as the settings give it."""

import re

DAILY_TIPS = (10, 2, 40)  # at first, one more for so many used ones, and the most
QUIET_HOURS = (21 * 60, 7 * 60)  # minutes of the desk's day, from and until; equal ones mean never


def daily_tips(value: str) -> tuple[int, int, int] | None:
    """Read "10 1/2 40", or none: as many as people like; raises ValueError."""
    if value == "none":
        return None
    found = re.fullmatch(r"([1-9]\d{0,3}) 1/([1-9]\d{0,3}) ([1-9]\d{0,3})", value)
    if not found:
        raise ValueError("write it as '10 1/2 40', or none.")
    first, each, most = (int(part) for part in found.groups())
    return first, each, max(first, most)


def quiet_hours(value: str) -> tuple[int, int]:
    """Read "21:00-7:00", or none; raises ValueError."""
    if value == "none":
        return 0, 0
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)", value)
    if not found:
        raise ValueError("write it as '21:00-7:00', or none.")
    since_hour, since_minute, until_hour, until_minute = (int(part) for part in found.groups())
    return since_hour * 60 + since_minute, until_hour * 60 + until_minute
