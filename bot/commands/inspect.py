"""`tinbai inspect`: what the desk sees in a text: clean form, flags and facts."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from review.clock import utc_now
from review.language.inspection import Inspection, inspect


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("inspect", help="show what the desk sees in a text")
    parser.add_argument("file", help="a text file (UTF-8), or - for standard input")
    parser.add_argument("--sent-at", type=_moment, default=None, help="when it was sent, ISO 8601 (default: now)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        print(f"tinbai: the file cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    found = inspect(data.decode("utf-8", "replace"), options.sent_at or utc_now())
    if options.json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 0


def _print(found: Inspection) -> None:
    print(found.clean)
    for flag in found.flags:
        print(f"{flag.code}\t{flag.text}")


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no ISO 8601 time, such as 2026-11-12T11:52:00+07:00"
        raise argparse.ArgumentTypeError(message) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
