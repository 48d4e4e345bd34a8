"""`tinbai units import|export`: the register of units from a file and into one; an import is first only tried."""

import argparse
import sys
from pathlib import Path

from bot.commands import settings as configured
from review import unit_files
from review.unit_files import Outcome

DOOR = "cli"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("units", help="the register of units: import, export (CSV, XLSX, YAML)")
    verbs = parser.add_subparsers(required=True, metavar="verb")
    importing = verbs.add_parser("import", help="say what a file would change, and every row and column at fault")
    importing.add_argument("file", type=Path, help="a .csv, .xlsx or .yaml file (docs/units.md)")
    importing.add_argument(
        "--apply", action="store_true", help="take it in: all of it, or nothing where it has a fault"
    )
    importing.set_defaults(command=_import)
    exporting = verbs.add_parser("export", help="write the whole register into a file")
    exporting.add_argument("--format", default="csv", choices=["csv", "xlsx", "yaml"])
    exporting.add_argument("--to", type=Path, required=True, help="the file to write")
    exporting.set_defaults(command=_export)


def _import(options: argparse.Namespace) -> int:
    form = options.file.suffix.lower().removeprefix(".")
    if form not in unit_files.FORMS:
        return _refuse("a register ends in .csv, .xlsx or .yaml")
    try:
        given = unit_files.read(options.file.read_bytes(), form)
    except OSError as error:
        return _refuse(f"{options.file} cannot be read: {error.strerror}")
    with configured.newsroom() as newsroom:
        # What is only tried does not keep a running desk from writing.
        run = newsroom.database.act_now if options.apply else newsroom.database.read_now
        outcome = run(
            lambda session: unit_files.take_in(
                session, given, applies=options.apply, by=None, door=DOOR, now=newsroom.clock()
            )
        )
    return _say(outcome, options.file.name)


def _say(outcome: Outcome, name: str) -> int:
    for fault in outcome.faults:
        place = ", ".join([*([f"row {fault.row}"] if fault.row else []), *([fault.column] if fault.column else [])])
        print(f"{name}{', ' if place else ''}{place}: {fault.reason}", file=sys.stderr)
    if outcome.faults:
        number = len(outcome.faults)
        print(f"tinbai: {number} {'fault' if number == 1 else 'faults'}; nothing was imported", file=sys.stderr)
        return 1
    counts = f"{outcome.added} new, {outcome.changed} changed, {outcome.unchanged} as they were"
    print(f"imported: {counts}" if outcome.is_done else f"would import: {counts}; nothing is imported without --apply")
    return 0


def _export(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        units = newsroom.database.read_now(unit_files.kept)
    try:
        options.to.write_bytes(unit_files.write(units.values(), options.format))
    except OSError as error:
        return _refuse(f"{options.to} cannot be written: {error.strerror}")
    print(f"{options.to}: {len(units)} units")
    return 0


def _refuse(sentence: str) -> int:
    print(f"tinbai: {sentence}", file=sys.stderr)
    return 1
