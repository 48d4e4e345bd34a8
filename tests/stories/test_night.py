"""By night the group hears nothing but what is urgent, and who asks there is answered as by day."""

from review.access import Role
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage
from tests.stories.test_rules import CALM, FIRE, console, posts

URGENT = {"name": "Cháy nổ", "words": "cháy\nnổ", "priority": "urgent"}


def last_sound(stage: Stage) -> bool:
    """Tell whether the newest message to the group made a sound."""
    calls = stage.telegram.ledger.calls("sendmessage")
    newest = [call.details["fields"] for call in calls if int(call.details["fields"]["chat_id"]) == stage.group][-1]
    return str(newest.get("disable_notification", "")).lower() not in {"true", "1"}


@ON_SQLITE
async def test_only_urgent_words_break_through_the_quiet_hours(stage: Stage, lan: Correspondent, minh: Staff) -> None:
    chief = Staff(stage, 700000204, "Trưởng ban", role=Role.ADMIN)
    await chief.joins()
    async with console(stage, chief) as browser:
        await posts(browser, "/rules", **URGENT)
        await posts(browser, "/rules/1/switch", version="1", on="yes")
    await lan.sends(CALM)
    assert last_sound(stage), "by day every card is heard"

    await stage.time_passes(hours=11)  # 22:52 at the desk
    await lan.sends(CALM + " Buổi tối.")
    assert not last_sound(stage)
    assert "Mức ưu tiên: Khẩn" in minh.card_of(await lan.sends(FIRE))
    assert last_sound(stage)

    await minh.says_in_group("/ton")
    assert last_sound(stage), "who asks is awake"
