"""`tinbai doctor`: what is set up, what is not, why it matters, and what to do about it. Changes nothing."""

import argparse
import asyncio
import json
from collections.abc import Iterator
from datetime import datetime

from bot.commands import settings as configured
from bot.doctor import desk, files, machine, setup, telegram, words
from bot.doctor.findings import Finding, Level, mend, well
from bot.telegram import checkup
from bot.telegram.checkup import Refused
from review import pulse, verifying
from review.clock import utc_now
from review.db import Database, Session, sqlite_file
from review.desk import house_keys
from review.media.opening import store_of
from review.newsroom import Newsroom
from review.settings import Settings
from review.words import shipped

SIGNS = {Level.WELL: "ok  ", Level.NOTE: "NOTE", Level.MEND: "MEND"}
ELSEWHERE_SECONDS = 15.0


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("doctor", help="check the set-up and say what to do")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument(
        "--deep", action="store_true", help="also read every file, and wait for a second program with the same token"
    )
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    found: list[Finding] = []
    for finding in findings(configured.given(), is_deep=options.deep):
        found.append(finding)
        if not options.json:
            print(spoken(finding), flush=True)
    is_well = all(finding.level is not Level.MEND for finding in found)
    if options.json:
        print(
            json.dumps({"well": is_well, "findings": [each.to_json() for each in found]}, ensure_ascii=False, indent=2)
        )
    return 0 if is_well else 1


def spoken(finding: Finding) -> str:
    lines = [f"{SIGNS[finding.level]} {finding.what}"]
    if finding.level is not Level.WELL:
        lines += [f"     {finding.why}", f"     → {finding.how}"]
    return "\n".join(lines)


def findings(settings: Settings, *, is_deep: bool = False) -> Iterator[Finding]:
    """Look at everything; whatever cannot be looked at is itself a finding."""
    yield from words.findings(utc_now)
    yield from of_desk(settings, is_deep=is_deep)


def of_desk(settings: Settings, *, is_deep: bool = False) -> Iterator[Finding]:
    """Look at what the settings name: machine, files, database, bot."""
    now = utc_now()
    yield from machine.findings(settings)
    yield from setup.findings(settings)
    yield from files.findings(store_of(settings))
    group, is_running = settings.moderation_chat_id, False
    if not _is_there(settings):
        yield well("schema", "there is no database yet; the desk makes one when it starts")
        yield desk.nobody()
    else:
        database = Database(settings.database_url)
        try:
            fits = desk.schema(database)
            yield fits
            if fits.level is Level.WELL:
                yield from desk.findings(database, settings, now)
                group = database.read_now(lambda session: house_keys.group_chat(session, settings.moderation_chat_id))
                is_running = database.read_now(lambda session: _runs(session, now))
                yield from _deep(Newsroom(settings, database, store_of(settings), shipped())) if is_deep else ()
        finally:
            database.close()
    yield from asyncio.run(_telegram(settings, group, now, waits=is_deep and not is_running))


async def _telegram(settings: Settings, group: int | None, now: datetime, *, waits: bool) -> list[Finding]:
    if not settings.telegram_token:
        return [telegram.no_token()]
    seen = await checkup.look(settings, group)
    if isinstance(seen, Refused):
        return [telegram.refused(seen, settings)]
    found = [*telegram.findings(seen, settings, now), telegram.clock(await checkup.skew(settings))]
    if waits and seen.hook is None and await checkup.is_polled_elsewhere(settings, ELSEWHERE_SECONDS):
        found.append(telegram.polled_elsewhere())
    return found


def _deep(newsroom: Newsroom) -> Iterator[Finding]:
    faults = verifying.findings(newsroom)
    for fault in faults:
        yield mend(
            fault.code,
            fault.sentence,
            why="The desk has lost something, or keeps something nobody can reach.",
            how="Keep the folder as it is, and compare with the last backup: tinbai verify FILE",
        )
    if not faults:
        yield well("whole", "every row, file and link of the audit's chain is whole")


def _is_there(settings: Settings) -> bool:
    file = sqlite_file(settings.database_url)
    return file is None or file.is_file()


def _runs(session: Session, now: datetime) -> bool:
    return any(said.is_alive(now) for said in pulse.pulses(session, now=now))
