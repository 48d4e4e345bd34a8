"""Whatever comes between, a dialogue goes on at the step where it stood (promise P9)."""

from itertools import product
from pathlib import Path

import pytest

from bot.telegram.courier import Courier
from bot.telegram.dispatch import Worker
from bot.telegram.files import Fetcher
from review import moderation, people, queue
from review.db import Session
from tests.chaos.figures import IS_FULL, ON_BOTH_IN_FULL, Figures, chance
from tests.chaos.walker import Act, Walker
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import a_photo, opened_stage

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn nộp hồ sơ trực tuyến."
FIRST = 700_006_000

pytestmark = pytest.mark.chaos


async def joins(walker: Walker) -> None:
    await walker.lan.follows_invitation()
    await walker.presses("e.agree", "e.accept", "e.real")


async def sends(walker: Walker) -> None:
    await walker.presses("c.send")


async def previews(walker: Walker) -> None:
    await joins(walker)
    await walker.says(TEXT)
    await walker.presses("c.done")


async def is_asked(walker: Walker) -> None:
    """Have the desk ask about a tip, then write something that may be the answer."""
    await previews(walker)
    await sends(walker)
    stage, reference = walker.stage, walker.lan.last_reference()

    def ask(session: Session) -> None:
        by = people.find(session, door="telegram", account_id=walker.minh.account)
        assert by is not None
        tip, rules = queue.get(session, reference), stage.newsroom.rules
        moderation.ask(session, tip, codes=["Q01"], version=None, by=by, door="telegram", now=stage.now, rules=rules)

    stage.database.act_now(ask)
    await stage.time_passes(seconds=20)
    await walker.says("Lúc 7 giờ 30 ạ.")


async def is_rejected(walker: Walker) -> None:
    """Have a tip declined, and ask for a second look."""
    await previews(walker)
    await sends(walker)
    stage, reference = walker.stage, walker.lan.last_reference()

    def reject(session: Session) -> None:
        by = people.find(session, door="telegram", account_id=walker.minh.account)
        assert by is not None
        tip, rules = queue.get(session, reference), stage.newsroom.rules
        moderation.reject(session, tip, reason="R01", version=None, by=by, door="telegram", now=stage.now, rules=rules)

    stage.database.act_now(reject)
    await stage.time_passes(seconds=20)
    await walker.presses(f"a.appeal.{reference}")


async def is_adding(walker: Walker) -> None:
    await previews(walker)
    await sends(walker)
    await walker.presses(f"f.add.{walker.lan.last_reference()}")


async def appeals(walker: Walker) -> None:
    """Send the appeal without words; the button holds whatever came between."""
    codes = [data.split(":", 3)[3] for data in walker.offered() if ":a.send." in data]
    await walker.presses(codes[-1])


def after(reached: Act, *codes: str, text: str = "") -> Act:
    async def act(walker: Walker) -> None:
        await reached(walker)
        await walker.presses(*codes)
        if text:
            await walker.says(text)

    return act


async def describes(walker: Walker) -> None:
    await collecting(walker)
    await walker.lan.sends_photo(a_photo())
    await walker.presses("c.done", "h.begin")


async def invited(walker: Walker) -> None:
    await walker.lan.follows_invitation()


async def collecting(walker: Walker) -> None:
    await joins(walker)
    await walker.says(TEXT)


async def nothing(walker: Walker) -> None:
    """Go on with nothing: the step is the last."""


# Where a dialogue can stand: how it gets there, and how it goes on from there to its end.
STEPS: dict[str, tuple[Act, Act]] = {
    "enrol.notice": (invited, after(nothing, "e.agree", "e.accept", "e.unit")),
    "enrol.rules": (after(invited, "e.agree"), after(nothing, "e.accept", "e.unit")),
    "enrol.byline": (after(invited, "e.agree", "e.accept"), after(nothing, "e.unit")),
    "enrol.pen_name": (after(invited, "e.agree", "e.accept", "e.pen"), after(nothing, text="Minh Thư")),
    "compose.collecting": (collecting, after(nothing, "c.done", "c.send")),
    "compose.preview": (previews, sends),
    "compose.topic": (after(previews, "c.set_topic"), after(nothing, "c.topic.SO", "c.send")),
    "compose.source": (after(previews, "c.set_source"), after(nothing, "c.source.witness", "c.send")),
    "compose.source_text": (
        after(previews, "c.set_source", "c.source.document"),
        after(after(nothing, text="Báo cáo 215/BC-UBND"), "c.send"),
    ),
    "compose.when": (after(previews, "c.set_when"), after(nothing, "c.yesterday", "c.send")),
    "compose.when_text": (
        after(previews, "c.set_when", "c.other_date"),
        after(after(nothing, text="chiều 11/11/2026"), "c.send"),
    ),
    "compose.where": (after(previews, "c.set_where"), after(nothing, "c.my_unit", "c.send")),
    "compose.where_text": (
        after(previews, "c.set_where", "c.other_place"),
        after(after(nothing, text="khu phố 3"), "c.send"),
    ),
    "compose.photo_caption": (describes, after(nothing, "c.back", "c.send")),
    "compose.photo_alt": (after(describes, "h.skip"), after(nothing, "h.skip", "h.skip", "c.send")),
    "compose.photo_rights": (
        after(describes, "h.skip", "h.skip"),
        after(nothing, "h.rights.own_permitted", "c.send"),
    ),
    "compose.photo_owner": (
        after(describes, "h.skip", "h.skip", "h.rights.found"),
        after(after(nothing, text="Anh Tuấn, Đoàn phường"), "c.send"),
    ),
    "compose.answer_or_new": (is_asked, after(nothing, "c.answer")),
    "followup.adding": (is_adding, after(nothing, "f.done")),
    "second_look.appealing": (is_rejected, appeals),
}


async def restart(walker: Walker) -> None:
    """Have everything that holds anything in memory begin anew."""
    stage, office = walker.stage, walker.stage.worker._office
    stage.worker, stage.fetcher = Worker(office, stage.worker._application), Fetcher(office)
    stage.courier, stage.offset = Courier(office, stage.courier._delivery._meter), None
    await stage.settles()


async def pause(walker: Walker) -> None:
    await walker.stage.time_passes(days=3)


async def block(walker: Walker) -> None:
    walker.stage.telegram.stage.blocks(walker.lan.account)
    await walker.stage.time_passes(hours=5)
    walker.stage.telegram.stage.unblocks(walker.lan.account)
    await walker.stage.settles()


async def language(walker: Walker) -> None:
    await walker.lan.says("/ngonngu")
    if not walker.stands().startswith("enrol"):
        await walker.presses("l.en")


async def edit(walker: Walker) -> None:
    number = walker.first or min(walker.stage.telegram.world.chats[walker.lan.chat].messages)
    await walker.lan.edits(number, "Sáng nay UBND phường Bình Mẫu mở hai bàn hướng dẫn.")


async def sticker(walker: Walker) -> None:
    shown = {"file_id": "S", "file_unique_id": "SU", "type": "regular", "width": 9, "height": 9}
    shown |= {"is_animated": False, "is_video": False}
    user = walker.stage.telegram.world.person(walker.lan.account)
    chat = walker.stage.telegram.world.chats[walker.lan.chat]
    message = walker.stage.telegram.world.add_message(chat, user, {"sticker": shown})
    walker.stage.telegram.queue.offer({"message": message})
    await walker.stage.settles()


async def album(walker: Walker) -> None:
    await walker.lan.sends_album([a_photo("red"), a_photo("blue")])


async def cancel(walker: Walker) -> None:
    await walker.lan.says("/huy")


DISTURBANCES: tuple[Act, ...] = (restart, pause, block, language, edit, sticker, album, cancel)
KEPT_BY_ALBUM = {"compose.collecting", "compose.preview", "compose.answer_or_new"}


def expected(step: str, disturbance: Act) -> str:
    """Return where a dialogue stands after a disturbance: only what is meant for it moves it."""
    if step.startswith("enrol"):
        return step
    if disturbance is cancel:
        return "."
    if not step.startswith("compose"):
        return "compose.collecting" if disturbance is album and step.startswith("second_look") else step
    return "compose.preview" if disturbance is album and step not in KEPT_BY_ALBUM else step


async def goes_on(walker: Walker, step: str, disturbance: Act) -> None:
    """Go on to the end from where the dialogue now stands."""
    if disturbance is cancel and step.startswith("compose"):
        await walker.says(TEXT)
        step = "compose.answer_or_new" if step == "compose.answer_or_new" else "compose.collecting"
    stands = expected(step, disturbance) if disturbance is not cancel else step
    await STEPS[stands][1](walker)


def some_pairs() -> list[tuple[str, Act]]:
    """Return each step with one disturbance, and each disturbance at least once."""
    disturbances = list(DISTURBANCES) * 3
    chance("dialogues").shuffle(disturbances)
    return list(zip(STEPS, disturbances, strict=False))


@ON_BOTH_IN_FULL
async def test_every_step_of_every_dialogue_outlives_every_disturbance(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = list(product(STEPS, DISTURBANCES)) if IS_FULL else some_pairs()
    told, moved = Figures(capsys, "dialogues"), []
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        minh = Staff(stage, FIRST - 1, "Minh")
        await minh.joins()
        for number, (step, disturbance) in enumerate(pairs):
            walker = Walker(stage, Correspondent(stage, FIRST + number, "Lan"), minh)
            await STEPS[step][0](walker)
            assert walker.stands() == step
            await disturbance(walker)
            if walker.stands() != expected(step, disturbance):
                moved.append((step, disturbance.__name__, walker.stands()))
            await goes_on(walker, step, disturbance)
            told.lost += walker.stands() != "." or not is_finished(walker, step)
        assert stage.count("inbox", "state <> 'done'") == 0
    told.told(f"{len(pairs)} pairs of step and disturbance")
    assert moved == []


def is_finished(walker: Walker, step: str) -> bool:
    """Tell whether the dialogue came to its end: a member, or a tip in the queue."""
    whose = f"(SELECT person_id FROM account WHERE account_id = {walker.lan.account})"  # noqa: S608 - the test's own words
    if step.startswith("enrol"):
        return walker.stage.count("person", f"id = {whose} AND enrolled_at IS NOT NULL") == 1
    return walker.stage.count("tip", f"sender_id = {whose} AND status = 'received'") == 1
