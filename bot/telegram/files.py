"""Fetching files: a durable task of its own right after the update's commit, so a slow one never holds up a chat."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from telegram.error import BadRequest, TelegramError

from bot.telegram.inbound import DOOR
from bot.telegram.office import Office
from bot.telegram.outage import insist, unless_down
from review import changes, files
from review.files import LARGEST, Stored, ToFetch
from review.media import media_type
from review.photo_copy import copy_of
from review.rights import sweeping

log = logging.getLogger(__name__)
SIDE_BY_SIDE = 4
IDLE_SECONDS = 2.0
TOO_BIG = "file is too big"


class Fetcher:
    """Fetches what is pending until it is cancelled."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._threads = ThreadPoolExecutor(
            SIDE_BY_SIDE, "files"
        )  # a store that hangs must hold up nobody else's threads

    async def run(self) -> None:
        """Fetch for ever; a file that was claimed and not finished falls due again."""
        waiter = changes.Waiter(self._office.newsroom.database, ["files"])
        try:
            while True:
                self._office.newsroom.figures.turned("fetcher")
                await self.catch_up()
                await waiter.wait(IDLE_SECONDS)
        finally:
            waiter.close()

    async def catch_up(self) -> None:
        """Fetch everything that is due now and return."""
        while batch := await self._claim():
            async with asyncio.TaskGroup() as tasks:
                for file in batch:
                    tasks.create_task(unless_down(self._attempt(file), None))

    async def _claim(self) -> list[ToFetch]:
        now = self._office.now
        claimed = self._office.newsroom.database.act(
            lambda session: files.claim(session, door=DOOR, now=now, limit=SIDE_BY_SIDE)
        )
        return await unless_down(claimed, [])

    async def _attempt(self, file: ToFetch) -> None:
        """Fetch one file; whatever is wrong with it ends neither the others nor the desk."""
        try:
            await self._fetch(file)
        except Exception as error:  # noqa: BLE001 - it is tried again and given up after the last attempt
            await self._failed(file, type(error).__name__, is_final=False)

    async def _fetch(self, file: ToFetch) -> None:
        if file.size is not None and file.size > LARGEST:
            await self._failed(file, "too_big", is_final=True)
            return
        try:
            handle = await self._office.bot.get_file(file.ref)
            data = bytes(await handle.download_as_bytearray())
        except BadRequest as error:
            is_big = error.message.casefold().startswith(TOO_BIG)
            await self._failed(file, "too_big" if is_big else "refused", is_final=is_big)
            return
        except TelegramError as error:
            await self._failed(file, type(error).__name__, is_final=False, is_on_the_line=True)
            return
        await self._store(file, data)

    async def _store(self, file: ToFetch, data: bytes) -> None:
        if not data or (file.size is not None and len(data) != file.size):
            await self._failed(file, "wrong_size", is_final=False, is_on_the_line=True)  # cut off, or a proxy's page
            return
        try:
            stored = await asyncio.get_running_loop().run_in_executor(self._threads, self._keep, file, data)
        except OSError as error:
            await self._postponed(file, type(error).__name__)
            return
        now = self._office.now
        fetched = partial(files.fetched, file_id=file.id, stored=stored, now=now)
        is_wanted = await insist(self._office.newsroom.database.act, fetched)
        await unless_down(asyncio.to_thread(self._settle, file, data, stored, is_wanted=is_wanted), None)

    def _settle(self, file: ToFetch, data: bytes, stored: Stored, *, is_wanted: bool) -> None:
        """Leave no bytes behind of a tip that was deleted meanwhile, and none missing that were swept as somebody's."""
        newsroom = self._office.newsroom
        if not is_wanted:
            for key in filter(None, (stored.original, stored.copy_key)):
                sweeping.remove(newsroom.database, newsroom.media, key)
        elif not newsroom.media.has(stored.original):
            self._keep(file, data)

    def _keep(self, file: ToFetch, data: bytes) -> Stored:
        """Store the original and, of a picture, the copy others see; runs off the loop."""
        newsroom = self._office.newsroom
        key, kind = newsroom.media.put(data), media_type(data)
        if not kind.startswith("image/"):
            return Stored(key, kind, len(data))
        copy = copy_of(data)
        if copy is None:
            log.warning("file %d: no copy can be made", file.id)
            return Stored(key, kind, len(data))
        return Stored(key, kind, len(data), newsroom.media.put(copy.data), copy.width, copy.height)

    async def _postponed(self, file: ToFetch, error_class: str) -> None:
        """Our own store is full or down: the file waits as long as that takes, and no attempt is used up."""
        log.warning("file %d cannot be stored: %s", file.id, error_class)
        self._office.newsroom.figures.failed("store", error_class)
        now = self._office.now
        await insist(
            self._office.newsroom.database.act,
            lambda session: files.postponed(session, file, error_class=error_class, now=now),
        )

    async def _failed(self, file: ToFetch, error_class: str, *, is_final: bool, is_on_the_line: bool = False) -> None:
        log.warning("file %d: %s", file.id, error_class)
        self._office.newsroom.figures.failed("file", error_class)
        act = partial(files.failed, file=file, error_class=error_class, is_final=is_final, now=self._office.now)
        await insist(self._office.newsroom.database.act, partial(act, is_on_the_line=is_on_the_line))
