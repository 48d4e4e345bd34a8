"""Upgrades that can be killed: for each order on standard input one process that dies after so many statements."""

import json
import os
import signal
import sys
from typing import Any

from sqlalchemy import event

from review import migrations
from review.db import engine_for


def upgrade(order: dict[str, Any]) -> None:
    """Upgrade a database and leave a record of the statements; die before the one that the order names."""
    engine = engine_for(f"sqlite:///{order['path']}", writing=True)
    statements: list[str] = []

    def count(statement: str) -> None:
        if len(statements) == order["dies_before"]:
            os.kill(os.getpid(), signal.SIGKILL)
        statements.append(statement)

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        count(statement)

    @event.listens_for(engine, "commit")
    def _commit(_connection: Any) -> None:
        count("COMMIT")

    migrations.upgrade(engine)
    with open(order["record"], "w", encoding="utf-8") as record:  # noqa: PTH123 - one line in a process that ends
        json.dump(statements, record)


if __name__ == "__main__":
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            upgrade(json.loads(line))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
