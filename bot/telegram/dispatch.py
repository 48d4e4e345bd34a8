"""From an inbox row through PTB's handlers to its effect: chats side by side, one chat in order, nothing swallowed."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.telegram import group, membership, private
from bot.telegram.office import Office
from bot.telegram.outage import WITHIN_LEASE, insist, unless_down
from bot.telegram.request import loaded
from bot.telegram.serving import SERVING, Context, Serving, serving
from review import changes, inbox
from review.db import Session
from review.inbox import Letter
from review.trouble import is_trouble

log = logging.getLogger(__name__)
IN_FLIGHT = 200
FEW = 8  # under way
IDLE_SECONDS = 1.0
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Unhandled(Exception):
    """No handler marked the update done: PTB passed it over or could not build its context."""


class LoudApplication(Application[Any, Any, Any, Any, Any, Any]):
    """PTB's application, except that an error in a handler reaches whoever handed the update in (telegram.md 8)."""

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> bool:  # noqa: ARG002 - PTB's signature
        raise error


def application_for(bot: ExtBot[None]) -> AnyApplication:
    """Return the application with the one ordered list of handlers."""
    application: AnyApplication = (
        ApplicationBuilder().bot(bot).updater(None).job_queue(None).application_class(LoudApplication).build()
    )
    private_chat, groups = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    messages = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    application.add_handlers(
        [
            ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, membership.migrated),
            CallbackQueryHandler(group.pressed, pattern=r"^v1:[tgu]:"),
            CallbackQueryHandler(private.talk),
            MessageHandler(private_chat & messages, private.talk),
            MessageHandler(groups & filters.UpdateType.MESSAGE, group.said),
            TypeHandler(Update, passed_over),
        ]
    )
    return application


async def passed_over(_update: Update, _context: Context) -> None:
    """File quietly what the bot has no part in: other kinds of update, other chats."""
    await serving().act(lambda _session: True)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look into the inbox found, and its number: later looks have higher ones."""

    number: int
    letters: Sequence[Letter]


NOTHING, LEFT = Look(0, ()), Look(0, ())


class Worker:
    """Takes rows out of the inbox and handles them until it is cancelled."""

    def __init__(self, office: Office, application: AnyApplication) -> None:
        self._office = office
        self._application = application
        self._in_flight = 0
        self._looks = 0

    async def run(self) -> None:
        """Work for ever; ends by cancellation; unfinished rows are taken over when their lease ends.

        What this process keeps is claimed in the transaction that keeps it; the worker's own look finds the rest.
        """
        database = self._office.newsroom.database
        waiter = changes.Waiter(database, ["inbox"])
        try:
            async with asyncio.TaskGroup() as tasks:
                begin = partial(self._begin, tasks, waiter)
                with changes.riding(database, "inbox", self._ride, begin):
                    while True:
                        self._office.newsroom.figures.turned("worker")
                        begin(await unless_down(database.act(self._look), NOTHING))
                        await waiter.wait(IDLE_SECONDS)
        finally:
            waiter.close()

    async def catch_up(self) -> None:
        """Handle everything that is due now and return."""
        while letters := (await unless_down(self._office.newsroom.database.act(self._look), NOTHING)).letters:
            for chat in self._by_chat(letters):
                await self._serve_in_order(chat)

    def _look(self, session: Session) -> Look:
        """Claim what is due; a busy worker does not: many at once cost one claim, and whoever is done looks again."""
        self._looks += 1
        look, free = self._looks, IN_FLIGHT - self._in_flight
        if free < IN_FLIGHT // 2:
            return NOTHING
        letters = inbox.claim(session, worker=self._office.name, now=self._office.now, limit=free)
        self._looks += len(letters) == free
        return Look(look, letters)

    def _ride(self, session: Session) -> Look:
        """Look in the transaction of what is to be done, unless many are under way: one look for many costs less."""
        return self._look(session) if self._in_flight < FEW else LEFT

    def _begin(self, tasks: asyncio.TaskGroup, waiter: changes.Waiter, look: Look) -> None:
        if look is LEFT:
            waiter.set()
        for letters in self._by_chat(look.letters):
            self._in_flight += len(letters)
            tasks.create_task(self._serve_chat(letters, look.number, waiter))

    @staticmethod
    def _by_chat(letters: Sequence[Letter]) -> list[list[Letter]]:
        """Put letters together whose order matters; those that name no chat stand alone."""
        chats: dict[object, list[Letter]] = {}
        for letter in letters:
            chats.setdefault(letter.chat_key or f"row {letter.id}", []).append(letter)
        return list(chats.values())

    async def _serve_chat(self, letters: list[Letter], look: int, waiter: changes.Waiter) -> None:
        """Serve a chat; what a later look had to leave behind it or for want of room is looked for again."""
        try:
            await self._serve_in_order(letters)
        finally:
            self._in_flight -= len(letters)
            if look != self._looks:
                waiter.set()

    async def _serve_in_order(self, letters: list[Letter]) -> None:
        """Handle one chat's rows one after the other; after a failure the rest waits for its turn."""
        for number, letter in enumerate(letters):
            if not await self._serve(letter):
                rest = letters[number + 1 :]
                await unless_down(self._office.newsroom.database.act(partial(inbox.give_back, letters=rest)), None)
                return

    async def _serve(self, letter: Letter) -> bool:
        """Handle one row; a failure is noted with its class alone, its content stays in the row."""
        current, began = Serving(self._office, letter), time.perf_counter()
        SERVING.set(current)
        try:
            update = Update.de_json(loaded(letter.raw), self._application.bot)
            await self._application.process_update(update)
            if not current.is_done:
                raise Unhandled  # noqa: TRY301 - the same path as any other failure
        except Exception as error:  # noqa: BLE001 - whatever it is, the row is tried again or set aside
            log.warning("update row %d failed: %s", letter.id, type(error).__name__)
            self._office.newsroom.figures.failed("update", type(error).__name__)
            await self._failed(letter, error)
            return False
        self._office.newsroom.figures.took("update", time.perf_counter() - began)
        return True

    async def _failed(self, letter: Letter, error: Exception) -> None:
        """Note a failure of the row's own; one of the database's is none, the row only waits."""
        office = self._office

        def note(session: Session) -> None:
            if is_trouble(error):
                inbox.wait(session, letter, worker=office.name, now=office.now)
            else:
                inbox.failed(session, letter, error_class=type(error).__name__, now=office.now)

        await unless_down(insist(office.newsroom.database.act, note, seconds=WITHIN_LEASE), None)
