"""A healthy desk for the doctor to look at, and the ways to make it ill."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.commands.doctor import of_desk
from bot.doctor.findings import Finding, Level
from bot.rehearsal.budgets import FREE
from bot.rehearsal.server import StandIn
from review import invitations, network, people, pulse
from review.access import Role
from review.clock import utc_now
from review.db import Database, Session
from review.desk.house_keys import GROUP_SETTING
from review.figures import Figures
from review.pulse import Pulse
from review.settings import Settings

TOKEN = "7000000001:a-token-for-the-stand-in-alone"
GROUP = -1_007_000_000_001


@dataclass
class Desk:
    """A healthy desk: a stand-in Telegram, a database with an admin, a group whose admin the bot is."""

    settings: Settings
    telegram: StandIn
    file: Path

    async def findings(self, **changes: object) -> list[Finding]:
        settings = replace(self.settings, **changes)  # type: ignore[arg-type]  # names of settings
        return await asyncio.to_thread(lambda: list(of_desk(settings)))

    async def wrong(self, **changes: object) -> dict[str, Finding]:
        """Return what is not well, by code."""
        return {found.code: found for found in await self.findings(**changes) if found.level is not Level.WELL}

    def act(self, act: Callable[[Session], object]) -> None:
        database = Database(self.settings.database_url)
        database.act_now(act)
        database.close()

    def beats(self, figures: Figures) -> None:
        self.act(lambda session: pulse.beat(session, Pulse(utc_now(), "1.0", figures.snapshot())))


@asynccontextmanager
async def healthy_desk(migrated: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a desk to which the doctor has nothing to say."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    file = Path(shutil.copy(migrated, folder / "tinbai.sqlite3"))
    stand_in = StandIn(FREE, token=TOKEN)
    address = await stand_in.start()
    stand_in.world.group(GROUP, "Bàn duyệt tin", [], [stand_in.world.me["id"]])
    settings = Settings(
        telegram_token=TOKEN,
        telegram_api_base=address,
        telegram_webhook_secret="a-secret-for-webhooks",
        database_url=f"sqlite:///{file}",
        data_dir=folder,
        base_url="https://desk.example",
        secret_key="k" * 40,
        backup_recipient="age1-of-a-test",
    )
    healthy = Desk(settings, stand_in, file)
    healthy.act(_furnish)
    healthy.beats(Figures())
    yield healthy
    await stand_in.stop()


def _furnish(session: Session) -> None:
    now = utc_now()
    network.set_setting(session, GROUP_SETTING, str(GROUP))
    code = invitations.invite(session, role=Role.ADMIN, name="Quản trị", by=None, now=now)
    invited = invitations.redeem(session, code, now=now)
    people.begin_enrolment(
        session, invited, door="telegram", account_id=7, chat_id=7, name="Quản trị", locale="vi", now=now
    )
