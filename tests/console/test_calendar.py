"""The calendar's page: everybody of the desk reads it, admins set hours, weekdays and days."""

import pytest

from review import workdays
from review.access import Person
from tests.conftest import ON_SQLITE
from tests.console.desk import Browser, Desk

pytestmark = ON_SQLITE


async def test_moderators_read_hours_and_holidays(at_minhs: Browser) -> None:
    page = (await at_minhs.gets("/calendar")).text

    for words in ("7:30-11:30, 13:00-17:00", "Thứ Ba 17/02", "Tết Nguyên đán", "Thứ Bảy 22/08", "Làm bù ngày 31/8"):
        assert words in page
    assert '<form method="post" action="/calendar' not in page
    assert "tính theo luật" in (await at_minhs.gets("/calendar?year=2027")).text
    assert "Chưa có ngày nào" in (await at_minhs.gets("/calendar?year=2040")).text


async def test_admins_set_hours_weekdays_and_days(desk: Desk, chief: Person) -> None:
    at_chiefs = desk.browser(chief)

    await at_chiefs.posts("/calendar/hours", hours="8:00-12:00, 13:00-16:30", code=["0", "1", "5"])
    answer = await at_chiefs.posts("/calendar/day", day="2026-11-24", works="off", name="Ngày của <tòa soạn>")
    page = (await at_chiefs.follows(answer)).text

    found = desk.database.read_now(workdays.calendar)
    assert workdays.hours_text(found) == "8:00-12:00, 13:00-16:30"
    assert found.weekdays == {0, 1, 5}
    assert "Ngày của &lt;tòa soạn&gt;" in page
    assert "Đã lưu lịch làm việc." in page

    await at_chiefs.posts("/calendar/day", day="2026-11-24", works="usual")
    assert "tòa soạn" not in (await at_chiefs.gets("/calendar")).text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/calendar/hours", {"hours": "sáng chiều", "code": "0"}),
        ("/calendar/hours", {"hours": "8:00-12:00"}),
        ("/calendar/hours", {"hours": "8:00-12:00", "code": "9"}),
        ("/calendar/day", {"day": "30/02/2026", "works": "off"}),
        ("/calendar/day", {"day": "2026-11-24", "works": "sometimes"}),
        ("/calendar/day", {"day": "2026-11-24", "works": "off", "name": "x" * 61}),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    desk: Desk, chief: Person, path: str, form: dict[str, str]
) -> None:
    answer = await desk.browser(chief).posts(path, form)

    assert answer.status_code == 422
    assert workdays.hours_text(desk.database.read_now(workdays.calendar)) == "7:30-11:30, 13:00-17:00"
    assert not [day for day in desk.database.read_now(lambda s: workdays.special_days(s, 2026)) if day.is_own]
