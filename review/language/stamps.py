"""Dates and stamps as the portal, the press and offices write them (domain guide, section 15)."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONTHS = (
    "Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai",
)  # fmt: skip
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NOON = 12
FIRST_DAY_WITHOUT_ZERO = 10
LAST_MONTH_WITH_ZERO = 2
STAMP = re.compile(
    r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>[^\W\d]+(?:\s+[^\W\d]+)?)\s+(?P<year>\d{4})\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})\s+(?P<half>SA|CH)",
    re.IGNORECASE,
)
MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)} | {"giêng": 1}


def portal_stamp(at: datetime) -> str:
    """Return the portal's stamp: `14 Tháng Sáu 2017 4:00:00 CH` (12 hours, SA before noon, CH after)."""
    local = at.astimezone(ZONE)
    half = "SA" if local.hour < NOON else "CH"
    hour = local.hour % NOON or NOON
    return f"{local.day} Tháng {MONTHS[local.month - 1]} {local.year} {hour}:{local:%M:%S} {half}"


def parse_portal_stamp(text: str) -> datetime:
    """Return the moment a portal stamp names, in the desk's zone; raises ValueError for anything else."""
    match = STAMP.fullmatch(text.strip())
    month = MONTH_NUMBERS.get(" ".join(match["month"].lower().split())) if match else None
    if match is None or month is None:
        raise ValueError("not a stamp of the portal")
    hour = int(match["hour"])
    if not 1 <= hour <= NOON:
        raise ValueError("the hour of a stamp is 1 to 12")
    hour = hour % NOON + (NOON if match["half"].upper() == "CH" else 0)
    return datetime(
        int(match["year"]), month, int(match["day"]), hour, int(match["minute"]), int(match["second"]), tzinfo=ZONE
    )


def modern_stamp(at: datetime) -> str:
    """Return the stamp of newer portals: `Thứ Năm, 12/11/2026, 11:52 (GMT+7)`."""
    local = at.astimezone(ZONE)
    weekday = weekday_name(local.date())
    return f"{weekday[0].upper()}{weekday[1:]}, {local:%d/%m/%Y}, {local:%H:%M} (GMT+7)"


def numeric_stamp(at: datetime) -> str:
    """Return `12/11/2026 11:52`."""
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}"


def short_date(day: date) -> str:
    """Return day and month as the press writes them: `12/11`."""
    return f"{day.day}/{day.month}"


def official_date(day: date) -> str:
    """Return `ngày 05 tháng 02 năm 2026`: a leading zero for days under 10 and for January and February."""
    day_text = f"{day.day:02}" if day.day < FIRST_DAY_WITHOUT_ZERO else str(day.day)
    month_text = f"{day.month:02}" if day.month <= LAST_MONTH_WITH_ZERO else str(day.month)
    return f"ngày {day_text} tháng {month_text} năm {day.year}"


def weekday_name(day: date) -> str:
    """Return `thứ Hai` … `Chủ nhật`."""
    return WEEKDAYS[day.weekday()]


def desk_day(at: datetime) -> date:
    """Return the calendar day of a moment where the desk works."""
    return at.astimezone(ZONE).date()
