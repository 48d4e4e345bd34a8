"""Whose fault a database error is: the database's, which passes by itself, or the statement's, which does not.

Codes are read, not sentences: SQLite's primary result codes (sqlite.org/rescode.html) and the classes of PostgreSQL's
SQLSTATE (PostgreSQL documentation, appendix A).
"""

from sqlalchemy.exc import DBAPIError

SQLITE_PASSES = frozenset({5, 6, 7, 8, 9, 10, 13, 14, 15})
# busy, locked, no memory, read-only, interrupted, input or output, full, cannot open, protocol
POSTGRESQL_PASSES = ("08", "25006", "25P02", "40", "53", "55", "57", "58")
# connection, standby, failed before, rollback, out of resources, not in the right state, operator's doing, system


def is_trouble(error: BaseException) -> bool:
    """Tell whether the database could not work: what was asked is to be asked again, and counts as no failure."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    code = _sqlite_code(error)
    if code is not None:
        return code in SQLITE_PASSES
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return state.startswith(POSTGRESQL_PASSES) or _never_reached(error, state)


def _sqlite_code(error: DBAPIError) -> int | None:
    """Return SQLite's primary code, the lowest byte of the extended one."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _never_reached(error: DBAPIError, state: str) -> bool:
    """Tell whether a PostgreSQL server was not reached at all: psycopg then has no code to give."""
    return (
        not state and type(error.orig).__module__.startswith("psycopg") and type(error).__name__ == "OperationalError"
    )
