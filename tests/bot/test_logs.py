"""The log is one JSON object a line, and nothing anybody wrote can forge a line, or get in at all."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.logs import Redacting

TOKEN = "7000000001:AAH-of_a_bot-that-does-not-exist"


def line(name: str, message: object, *values: object, error: BaseException | None = None) -> str:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, values, trace)
    return Redacting().format(record)


def event(name: str, message: object, *values: object, error: BaseException | None = None) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(line(name, message, *values, error=error))
    return said


def raised(error: Exception) -> Exception:
    try:
        raise error  # noqa: TRY301 - an error has a place only once it was raised
    except Exception as caught:  # noqa: BLE001 - only to give it a place
        return caught


def test_an_event_says_when_how_bad_from_whom_and_what() -> None:
    said = event("bot.telegram.courier", "notice %d (%s): %s", 7, "card", "flood")

    assert set(said) == {"at", "level", "from", "event"}
    assert said["event"] == "notice 7 (card): flood"
    assert said["at"].endswith("+00:00")


@pytest.mark.parametrize("written", [f"GET /bot{TOKEN}/getMe", f"%2Fbot{TOKEN.replace(':', '%3A')}", f"'{TOKEN}'"])
def test_a_token_never_reaches_a_log(written: str) -> None:
    for name in ("bot.telegram", "aiohttp.client"):
        said = line(name, written)
        assert TOKEN.partition(":")[2] not in said
        assert "[token]" in said


@given(st.text())
def test_whatever_a_name_holds_the_event_stays_one_line(name: str) -> None:
    said = line("review.people", "%s", name)

    assert len(said.splitlines()) == 1
    assert json.loads(said)["level"] == "error"


def test_a_newline_cannot_forge_a_line() -> None:
    forged = 'Lan\n{"at": "2026", "level": "info", "event": "all is well"}'

    (only,) = line("review.people", "%s joined", forged).splitlines()

    assert json.loads(only)["event"].startswith("Lan\n")


def test_a_foreign_librarys_values_are_left_out() -> None:
    assert event("telegram.ext", "Received data was %r", "CANARY")["event"] == "Received data was %r"
    assert event("asyncio", "Task exception was never retrieved\nfuture: <CANARY>")["event"].endswith("retrieved")


def test_of_an_error_its_class_and_place_are_said_and_not_its_words() -> None:
    said = event("review.db", "an act failed", error=raised(ValueError("CANARY")))

    assert said["error"] == "ValueError"
    assert said["where"].startswith("test_logs.py:")
    assert "CANARY" not in json.dumps(said)


def test_what_ends_the_process_is_said_in_the_same_form_without_a_trace() -> None:
    program = (
        "from bot.commands.logs import quiet_logging; quiet_logging();"
        "raise ExceptionGroup('CANARY', [KeyError('CANARY'), OSError('CANARY')])"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603 - our own module

    events = [json.loads(said) for said in ended.stderr.splitlines()]
    assert ended.returncode == 1
    assert [said["error"] for said in events] == ["KeyError", "OSError"]
    assert "CANARY" not in ended.stderr
