"""`tinbai doctor`: what is set up, what is not, and what to do about it, one line each."""

import argparse
import asyncio
import shutil
from collections.abc import Iterator

from bot.commands import settings as configured
from bot.telegram.office import look
from review import migrations
from review.access import STAFF
from review.db import is_wal_safe, sqlite_driver
from review.desk import house_keys
from review.newsroom import Newsroom
from review.people import with_role
from review.settings import Settings

LEAST_FREE = 500 * 1024 * 1024
Finding = tuple[bool, str]


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("doctor", help="check the set-up and say what to do")
    parser.set_defaults(command=_run)


def _run(_options: argparse.Namespace) -> int:
    settings = configured.given()
    with configured.newsroom(settings) as newsroom:
        findings = [*_storage(newsroom), *_desk(newsroom), asyncio.run(_bot(settings))]
    for is_well, sentence in findings:
        print(f"{'ok  ' if is_well else 'MEND'} {sentence}")
    return 0 if all(is_well for is_well, _ in findings) else 1


def _storage(newsroom: Newsroom) -> Iterator[Finding]:
    driver = sqlite_driver()
    mode = "WAL" if is_wal_safe(driver.sqlite_version_info) else "TRUNCATE"
    yield True, f"SQLite {driver.sqlite_version}, journal {mode}"
    yield True, f"schema {migrations.current(newsroom.database.writing)}, this version knows {migrations.head()}"
    free = shutil.disk_usage(newsroom.settings.data_dir).free
    yield free > LEAST_FREE, f"{free // 1024 // 1024} MB free on the disk of DATA_DIR"


def _desk(newsroom: Newsroom) -> Iterator[Finding]:
    staff = newsroom.database.read_now(lambda session: with_role(session, STAFF))
    yield (
        bool(staff),
        f"{len(staff)} people on the desk" if staff else "nobody is on the desk: tinbai staff add admin --name …",
    )
    given = newsroom.settings.moderation_chat_id
    group = newsroom.database.read_now(lambda session: house_keys.group_chat(session, given))
    yield (
        group is not None,
        "moderators' group is set" if group else "no moderators' group: add the bot to one as admin of the desk",
    )


async def _bot(settings: Settings) -> Finding:
    if not settings.telegram_token:
        return False, "TELEGRAM_TOKEN is not set: BotFather gives it"
    seen = await look(settings)
    if isinstance(seen, str):
        return False, f"the Bot API refuses or does not answer: {seen}"
    if seen.webhook and settings.telegram_mode == "polling":
        return False, "a webhook is set elsewhere; polling gets nothing until it is removed"
    return True, f"the bot is @{seen.username}"
