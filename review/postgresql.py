"""PostgreSQL as the desk wants it: durable, in UTC, text without NUL, and no transaction that outlives its process.

Only `db` asks for it, and only where the address says so: a desk on SQLite never loads the driver.
"""

from typing import Any

from sqlalchemy import URL, Engine, event, text
from sqlmodel import Session, create_engine

# What a process holds locked when it is cut off mid-transaction is free again after this, within the lease of its rows.
LONGEST_IDLE = "8s"
SESSION = ("synchronous_commit=on", "timezone=UTC", f"idle_in_transaction_session_timeout={LONGEST_IDLE}")
# What the server undid because of another transaction: serialization failure, deadlock, a unique value taken meanwhile.
CROSSED = frozenset({"40001", "40P01", "23505"})
LINE = 7_301_001  # the desk's advisory locks: numbers that mean something to tinbai alone
# How soon a server that is gone without a word is noticed; seconds, the last in milliseconds.
CONNECTION = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}


def engine_for(address: URL) -> Engine:
    """Return an engine on a PostgreSQL database; a connection the server has closed is replaced before its use.

    What the address itself names counts before what stands here, its `options` setting by setting.
    """
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    options = " ".join([*(f"-c {setting}" for setting in SESSION), *address.normalized_query.get("options", ())])
    ours = {name: value for name, value in CONNECTION.items() if name not in address.query}
    engine = create_engine(address, pool_pre_ping=True, connect_args={**ours, "options": options})
    event.listen(engine, "connect", _without_nul)
    return engine


def stand_in_line(session: Session) -> None:
    """Wait until no other process is at the end of its batch; given up with the COMMIT."""
    session.execute(text(f"SELECT pg_advisory_xact_lock({LINE})"))


def _without_nul(raw: Any, _record: Any) -> None:
    """Have texts stored without U+0000, which PostgreSQL has no place for and no text of people needs."""
    from psycopg.types.string import StrDumperUnknown  # noqa: PLC0415 - a desk on SQLite does without the driver

    class TextWithoutNul(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    raw.adapters.register_dumper(str, TextWithoutNul)
