from datetime import datetime

import pytest

from review.settings import DESK_ZONE
from review.working_time import after_working_hours


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-11-12T11:52", "2026-11-13T11:30"),
        ("2026-11-09T20:14", "2026-11-10T17:00"),
        ("2026-11-13T16:30", "2026-11-16T16:30"),
        ("2026-11-08T09:00", "2026-11-09T17:00"),
    ],
)
def test_eight_working_hours_end_as_the_newsroom_counts_them(sent: str, due: str) -> None:
    start = datetime.fromisoformat(sent).replace(tzinfo=DESK_ZONE)

    end = after_working_hours(start, 8, zone=DESK_ZONE)

    assert end == datetime.fromisoformat(due).replace(tzinfo=DESK_ZONE)


def test_a_holiday_is_passed_over() -> None:
    start = datetime(2026, 11, 12, 13, 0, tzinfo=DESK_ZONE)

    end = after_working_hours(start, 8, zone=DESK_ZONE, holidays={datetime(2026, 11, 13, tzinfo=DESK_ZONE).date()})

    assert end == datetime(2026, 11, 16, 11, 30, tzinfo=DESK_ZONE)
