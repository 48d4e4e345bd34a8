"""A clock that jumps loses nothing and lets no dead token live (promise P14)."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.telegram.receive import fetch
from bot.telegram.watch import Watch
from review import inbox, invitations, outbox, sessions
from review.access import Role
from review.clock import SKEW
from review.db import Session
from review.errors import InvitationRefused, NotAllowed
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures
from tests.chaos.updates import a_text
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, opened_stage

JUMPS = {
    "an hour on": timedelta(hours=1),
    "an hour back": timedelta(hours=-1),
    "a day on": timedelta(days=1),
    "a day back": timedelta(days=-1),
    "ten years on": timedelta(days=3653),
    "ten years back": timedelta(days=-3653),
}
FIRST = 700_030_000

pytestmark = pytest.mark.chaos


async def jumps(stage: Stage, by: timedelta) -> None:
    """Set the clock, and have the watch look, as it does every few seconds."""
    stage.telegram.clock.advance(by.total_seconds())
    await Watch(stage.worker._office).look()


@pytest.mark.parametrize("jump", JUMPS)
@ON_BOTH_IN_FULL
async def test_a_jump_loses_no_tip_and_no_notice(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], jump: str
) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan, minh = Correspondent(stage, FIRST, "Lan"), Staff(stage, FIRST + 1, "Minh")
        await lan.joins()
        await minh.joins()
        first = await lan.sends("Tin một: phường mở bàn hướng dẫn.")
        await minh.presses_on_card(first, "Duyệt")  # its notice waits for 15 s
        stage.database.act_now(partial(inbox.claim, worker="one that dies", now=stage.now))
        stage.telegram.queue.put(a_text(lan.account, 5000, "Tin hai, đến trước khi đồng hồ nhảy."))
        await kept_and_claimed_by_the_dead(stage)
        await jumps(stage, JUMPS[jump])
        stage.telegram.queue.put(a_text(lan.account, 5001, "Tin hai, sau đó."))
        await stage.time_passes(minutes=2)

        told = Figures(capsys, f"clock {jump}", lost=2 - stage.count("tip_message", "text LIKE 'Tin hai%'"))
        told.lost += stage.count("outbox", "state = 'new'") + stage.count("inbox", "state = 'new'")
        told.doubled = stage.count("outbox", "kind = 'approved' AND state = 'sent'") - 1
        told.told("2 messages, 1 notice")
        assert lan.was_told(first, "được duyệt")
        in_order = "SELECT message_id FROM tip_message WHERE message_id >= 5000 ORDER BY id"
        rows = stage.database.read_now(lambda session: session.connection().exec_driver_sql(in_order).scalars().all())
        assert list(rows) == [5000, 5001]


async def kept_and_claimed_by_the_dead(stage: Stage) -> None:
    """Have updates received, and claimed by a worker of which nothing is heard again."""
    stage.offset = await fetch(stage.newsroom, stage.poller, stage.offset, seconds=0)
    stage.database.act_now(partial(inbox.claim, worker="one that dies", now=stage.now))
    stage.database.act_now(partial(outbox.claim, worker="one that dies", now=stage.now))


@pytest.mark.parametrize("jump", ["a day on", "ten years on"])
@ON_BOTH_IN_FULL
async def test_what_was_written_under_a_wrong_clock_is_done_when_it_is_right_again(
    database_url: str, tmp_path: Path, jump: str
) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan, minh = Correspondent(stage, FIRST, "Lan"), Staff(stage, FIRST + 1, "Minh")
        await lan.joins()
        await minh.joins()
        await jumps(stage, JUMPS[jump])
        reference = await lan.sends("Tin một: phường mở bàn hướng dẫn.")
        await minh.presses_on_card(reference, "Duyệt")
        stage.telegram.queue.put(a_text(lan.account, 5000, "Tin hai."))
        await kept_and_claimed_by_the_dead(stage)
        await jumps(stage, -JUMPS[jump])
        await stage.time_passes(minutes=2)

        assert lan.was_told(reference, "được duyệt")
        assert stage.count("inbox", "state = 'new'") == 0
        assert stage.count("tip_message") == 2


@pytest.mark.parametrize("jump", JUMPS)
@ON_BOTH_IN_FULL
async def test_no_link_and_no_session_lives_longer_by_a_jump(database_url: str, tmp_path: Path, jump: str) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        minh = Staff(stage, FIRST, "Minh")
        await minh.joins()
        begun, by = stage.now, JUMPS[jump]
        query = "SELECT max(id) FROM person"
        number = stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).scalar_one())

        def opened(session: Session) -> tuple[str, str, str]:
            code = invitations.invite(session, role=Role.CORRESPONDENT, by=None, now=begun, unit_id="p-binh-mau")
            link = sessions.new_link(session, number, now=begun)
            return code, link, sessions.open_session(session, number, agent="", now=begun)

        code, link, secret = stage.database.act_now(opened)
        later = begun + by
        is_late = by >= timedelta(days=1)

        signed = stage.database.read_now(lambda session: sessions.signed_in(session, secret, now=later))
        assert (signed is None) == (is_late or by < -SKEW)
        with pytest.raises(NotAllowed):
            stage.database.act_now(partial(sessions.sign_in, token=link, agent="", now=later))
        if by >= timedelta(days=365) or by < -SKEW:
            with pytest.raises(InvitationRefused):
                stage.database.act_now(partial(invitations.redeem, code=code, now=later))
