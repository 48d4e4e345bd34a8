"""The watch: looks every few seconds whether something stands still, and has the group and the admins told.

When the disk is so full that not even an alert can be written down, it is sent at once, past the outbox.
"""

import asyncio
import logging

from telegram.error import TelegramError

from bot.telegram.inbound import DOOR
from bot.telegram.office import Office
from review import accounts, alerts, disk, mending, people
from review.access import Role
from review.alerts import Readings
from review.db import Session, StoreUnavailable
from review.desk import house_keys
from review.media.asking import answers

log = logging.getLogger(__name__)
EVERY_SECONDS = 15.0
PATIENCE = 20.0  # seconds in which a media store has to answer


class Watch:
    """Watches one desk until it is cancelled."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._has_shouted = False

    async def run(self) -> None:
        """Watch for ever; whatever goes wrong here must not end those who are watched.

        The first look comes after a pause: what waited while the desk was down is let go first, and alarms nobody.
        """
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.once()
            except Exception as error:  # noqa: BLE001 - see above
                log.error("the watch failed: %s", type(error).__name__)  # noqa: TRY400 - a trace could hold contents

    async def once(self) -> None:
        """Look once; where that cannot be written down since the disk is full, say it."""
        try:
            await self.look()
        except StoreUnavailable as error:
            log.warning("the watch cannot look: %s", type(error.orig).__name__)
            await self._shout()

    async def look(self) -> None:
        """Look once; something is written only when something began or ended."""
        office, now = self.office, self.office.now
        database, given = office.newsroom.database, office.newsroom.settings.moderation_chat_id
        if await database.read(lambda session: mending.is_needed(session, now=now)):
            await database.act(lambda session: mending.mend(session, now=now))
        free, is_answering = await self._free(), await answers(office.newsroom.media, PATIENCE)

        def read(session: Session) -> Readings | None:
            readings = alerts.read(session, free=free, media_answer=is_answering, now=now)
            return readings if alerts.is_news(session, readings, now=now) else None

        def tell(session: Session, readings: Readings) -> None:
            has_group = house_keys.group_chat(session, given) is not None
            alerts.tell(session, readings, has_group=has_group, now=now)

        news = await database.read(read)
        if news is not None:
            await database.act(lambda session: tell(session, news))
        self._has_shouted = self._has_shouted and free < disk.NEARLY_FULL

    async def _shout(self) -> None:
        """Say past the outbox that the disk is full: once, until there is room again."""
        free = await self._free()
        if self._has_shouted or free >= disk.FULL:
            return
        self._has_shouted = True
        megabytes, link = free // disk.MEGABYTE, f"{self.office.house.base_url}/status"
        for chat_id, locale in await self._chats():
            text = self.office.house.words.message("alert_disk", locale, mb=megabytes, link=link)
            try:
                await self.office.bot.send_message(chat_id, text)
            except TelegramError as error:
                log.warning("the watch cannot tell: %s", type(error).__name__)

    async def _chats(self) -> list[tuple[int, str]]:
        given = self.office.newsroom.settings.moderation_chat_id

        def find(session: Session) -> list[tuple[int, str]]:
            group = house_keys.group_chat(session, given)
            chats = [] if group is None else [(group, self.office.newsroom.settings.default_locale)]
            for admin in people.with_role(session, frozenset({Role.ADMIN})):
                address = accounts.address(session, admin.id, door=DOOR)
                chats += [(address.chat_id, admin.locale)] if address and not address.is_lost else []
            return chats

        try:
            return await self.office.newsroom.database.read(find)
        except StoreUnavailable:
            return []

    async def _free(self) -> int:
        return await asyncio.to_thread(disk.free, self.office.newsroom.settings.data_dir)
