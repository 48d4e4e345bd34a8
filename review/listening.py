"""Wakes between processes on a server: one NOTIFY per COMMIT that woke something, heard on a connection of its own.

A wake is only a hint: whoever waits looks by itself every second or so, and what is said while nobody listens is lost.
"""

import logging
import secrets
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

Heard = Callable[[frozenset[str]], None]
CHANNEL = "tinbai"
EVERYTHING = frozenset({"inbox", "outbox", "files", "changes", "onlookers"})  # after a gap anything may have changed
SAY = text("SELECT pg_notify(:channel, :said)")
PAUSE = 0.5
LOOKS_UP = 0.5  # how soon a listener notices that it is to end, in seconds
log = logging.getLogger(__name__)


class Line:
    """What this process tells the others after a COMMIT, and hears of theirs."""

    def __init__(self, engine: Engine, heard: Heard) -> None:
        self._engine, self._heard = engine, heard
        self._name = secrets.token_hex(4)
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None

    def say(self, session: Session, names: frozenset[str]) -> None:
        """Tell the other processes, once this transaction is committed."""
        said = " ".join([self._name, *sorted(names)])
        session.connection().execute(SAY, {"channel": CHANNEL, "said": said})

    def listen(self) -> None:
        """Begin to listen, once; a process in which nobody waits for anything needs no connection for it."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)
            self._thread.start()

    def close(self) -> None:
        self._is_over.set()

    def _listen(self) -> None:
        while not self._is_over.is_set():
            try:
                self._follow()
            except Exception as error:  # noqa: BLE001 - whatever ends the connection, another one is opened
                if not self._is_over.is_set():
                    log.warning("listening for wakes: %s", type(getattr(error, "orig", error)).__name__)
            self._is_over.wait(PAUSE)

    def _follow(self) -> None:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        try:
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
            self._heard(EVERYTHING)
            while not self._is_over.is_set():
                for notice in connection.notifies(timeout=LOOKS_UP):
                    self._hear(notice.payload)
        finally:
            connection.close()

    def _hear(self, said: str) -> None:
        name, *names = said.split()
        if name != self._name:
            self._heard(frozenset(names))
