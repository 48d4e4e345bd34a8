"""The one update being handled: a handler's act marks its inbox row done in the act's own transaction."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram.ext import CallbackContext, ExtBot

from bot.telegram.office import Office
from review import failpoint, inbox
from review.db import Session
from review.errors import ReviewError
from review.inbox import Letter

Act = Callable[[Session], bool]
OnRefused = Callable[[Session, ReviewError], bool]
Context = CallbackContext[ExtBot[None], Any, Any, Any]


@dataclass(slots=True)
class Serving:
    """An inbox row on its way through the handlers. An act returns True where the row's content must not be kept."""

    office: Office
    letter: Letter
    is_done: bool = False

    @property
    def cause(self) -> str:
        """Return what names this update in dedupe keys: the same for every attempt."""
        return f"u{self.letter.id}"

    async def act(self, act: Act, on_refused: OnRefused | None = None) -> None:
        """Run the update's whole effect and its "done" in one transaction; a refusal is told and done as well."""
        office, letter = self.office, self.letter
        now = office.now

        def effect(session: Session) -> bool:
            is_blank = act(session)
            inbox.done(session, letter, worker=office.name, now=now, blank=is_blank)
            failpoint.here("worker.after_effects_before_commit")
            return True

        def refused(session: Session, error: ReviewError) -> bool:
            is_blank = on_refused(session, error) if on_refused else False
            inbox.done(session, letter, worker=office.name, now=now, blank=is_blank)
            return True

        await office.newsroom.database.act(effect, refused)
        failpoint.here("worker.after_commit")
        self.is_done = True


SERVING: ContextVar[Serving] = ContextVar("serving")


def serving() -> Serving:
    """Return the update this task is handling."""
    return SERVING.get()
