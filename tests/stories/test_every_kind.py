"""Every kind of update and of message is handled, answered or passed over by decision (docs/updates.md)."""

import json
from typing import Any

from bot.telegram import kinds
from bot.telegram.kinds import Way
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent
from tests.stories.kinds import ANSWERED, JOINING, SERVICE, a_message, other_updates
from tests.stories.stage import Stage

Json = dict[str, Any]
pytestmark = ON_SQLITE  # what is translated at the border knows no database
OTHER_UPDATES = sorted({kind for kind, way in kinds.UPDATES.items() if way is Way.PASSED} | {"something_of_next_year"})


async def comes(stage: Stage, update: Json) -> None:
    stage.telegram.queue.put(update)
    await stage.settles()


def raw_kept(stage: Stage) -> str:
    """Return what the inbox still holds of the newest update."""
    newest = "SELECT raw FROM inbox ORDER BY id DESC LIMIT 1"
    return str(stage.database.read_now(lambda session: session.connection().exec_driver_sql(newest).scalar_one()))


def is_quiet(stage: Stage) -> bool:
    """Tell whether everything was handled and nothing the bot said was refused."""
    calls = [entry.details for entry in stage.telegram.ledger.since(what="call") if not entry.details["ok"]]
    said = [call for call in calls if call["method"] != "getfile"]  # the files of these messages are nowhere
    return stage.count("inbox", "state <> 'done'") == 0 and said == []


async def test_what_can_be_news_becomes_part_of_a_tip(stage: Stage, lan: Correspondent) -> None:
    for number, kind in enumerate(kinds.JOINING, 900):
        await comes(stage, {"message": a_message(lan.account, number, JOINING[kind])})

        assert stage.count("tip_message", f"message_id = {number}") == 1, kind
        assert lan.was_told("ĐANG SOẠN TIN")
    assert stage.count("tip") == 1
    assert is_quiet(stage)


async def test_what_no_tip_can_take_is_answered(stage: Stage, lan: Correspondent) -> None:
    for number, kind in enumerate([*kinds.ANSWERED, kinds.UNKNOWN], 900):
        await comes(stage, {"message": a_message(lan.account, number, ANSWERED[kind])})

        named = stage.newsroom.words.label(f"kind.{kind}", "vi")
        assert f"chưa nhận được {named}" in lan.sees_last()
    assert stage.count("tip") == 0
    assert is_quiet(stage)


async def test_what_telegram_reports_is_passed_over(stage: Stage, lan: Correspondent) -> None:
    before = lan.sees()

    for number, kind in enumerate(kinds.SERVICE, 900):
        await comes(stage, {"message": a_message(lan.account, number, SERVICE[kind])})

        assert lan.sees() == before, kind
        assert raw_kept(stage) == "", kind
    assert stage.count("tip") == 0
    assert is_quiet(stage)


async def test_an_update_of_another_kind_is_passed_over(stage: Stage, lan: Correspondent) -> None:
    before = lan.sees()

    for kind in OTHER_UPDATES:
        update = other_updates(lan.account)[kind]
        assert "CANARY" in json.dumps(update)
        await comes(stage, {kind: update})

        assert lan.sees() == before, kind
        assert raw_kept(stage) == "", kind
    assert stage.count("tip") == 0
    assert is_quiet(stage)


async def test_fields_of_a_later_version_change_nothing(stage: Stage, lan: Correspondent) -> None:
    later: Json = {"a_new_field": {"is": ["not", 1, None]}}
    message = a_message(lan.account, 900, {**JOINING["document"], "caption": "Báo cáo", **later})
    message["document"] |= later
    message["from"] |= later
    message["forward_origin"] = {"type": "of_next_year", "date": 1_794_459_000, **later}

    await comes(stage, {"message": message, **later})

    assert stage.count("tip_message", "text = 'Báo cáo' AND kind = 'document' AND forwarded_from = '?'") == 1
    assert is_quiet(stage)


async def test_a_message_of_a_kind_to_come_keeps_its_words(stage: Stage, lan: Correspondent) -> None:
    content = {"caption": "Sáng nay phường mở bàn hướng dẫn.", "something_of_next_year": {"x": 1}}

    await comes(stage, {"message": a_message(lan.account, 900, content)})

    assert stage.count("tip_message", "text LIKE '%bàn hướng dẫn%'") == 1


async def test_a_live_position_that_moves_on_changes_nothing(stage: Stage, lan: Correspondent) -> None:
    position = a_message(lan.account, 900, {"location": {"latitude": 10.7, "longitude": 106.7, "live_period": 900}})
    await comes(stage, {"message": position})
    before = stage.sent_count()

    moved = {**position, "location": {"latitude": 10.8, "longitude": 106.8}, "edit_date": position["date"] + 60}
    await comes(stage, {"edited_message": moved})

    assert stage.count("tip_message", "text = '10.70000, 106.70000' AND is_current") == 1
    assert stage.sent_count() == before
