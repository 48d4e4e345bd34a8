"""Which database errors pass by themselves is read from their codes."""

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from review.db import sqlite_driver
from review.trouble import is_trouble


def of_sqlite(code: int) -> OperationalError:
    error = sqlite_driver().OperationalError("…")
    error.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, error)


def of_postgresql(error: Exception) -> DBAPIError:
    return OperationalError("SELECT 1", {}, error)


@pytest.mark.parametrize("code", [5, 6, 10, 13, 14, 261, 266, 778, 3850], ids=str)
def test_a_busy_full_or_broken_disk_passes(code: int) -> None:
    assert is_trouble(of_sqlite(code))


@pytest.mark.parametrize("code", [1, 11, 17, 18, 19, 26], ids=str)
def test_a_wrong_statement_and_a_damaged_file_do_not_pass(code: int) -> None:
    assert not is_trouble(of_sqlite(code))


@pytest.mark.parametrize(
    "error",
    [
        psycopg.errors.AdminShutdown(),
        psycopg.errors.DeadlockDetected(),
        psycopg.errors.DiskFull(),
        psycopg.errors.TooManyConnections(),
        psycopg.OperationalError("connection refused"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_server_that_stops_or_has_no_room_passes(error: Exception) -> None:
    assert is_trouble(of_postgresql(error))


@pytest.mark.parametrize("error", [psycopg.errors.ProgramLimitExceeded(), psycopg.errors.UndefinedTable()])
def test_what_a_server_never_takes_does_not_pass(error: Exception) -> None:
    assert not is_trouble(of_postgresql(error))


def test_a_broken_rule_of_the_tables_does_not_pass() -> None:
    assert not is_trouble(IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation()))
    assert not is_trouble(ValueError())
