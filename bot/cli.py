"""The `tinbai` command. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or a wrong setting."""

import argparse
import sys
from collections.abc import Sequence
from types import ModuleType

from bot.commands import (
    audit,
    backup,
    doctor,
    drafts,
    inspect,
    invite,
    login_link,
    migrate,
    rehearse,
    release,
    restore,
    run,
    simulate,
    staff,
    verify,
)
from bot.commands.logs import quiet_logging
from review.db import StoreUnavailable
from review.errors import ReviewError
from review.migrations import SchemaNewer
from review.pulse import own_version
from review.settings import SettingsError
from review.trouble import is_trouble

COMMANDS: tuple[ModuleType, ...] = (
    run,
    rehearse,
    simulate,
    doctor,
    migrate,
    invite,
    staff,
    login_link,
    drafts,
    inspect,
    backup,
    verify,
    restore,
    release,
    audit,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is said in one sentence."""
    options = _parser().parse_args(arguments)
    quiet_logging()
    try:
        code: int = options.command(options)
    except SettingsError as error:
        print(f"tinbai: {error}", file=sys.stderr)
        return 2
    except (ReviewError, SchemaNewer) as error:
        print(f"tinbai: {error}", file=sys.stderr)
        return 1
    except StoreUnavailable as error:
        why = str(error.orig).partition("\n")[0] if is_trouble(error) else type(error.orig).__name__
        print(f"tinbai: the database cannot be used: {why}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tinbai", description="The desk of a correspondent network.")
    parser.add_argument("--version", action="version", version=f"tinbai {own_version()}")
    commands = parser.add_subparsers(required=True, metavar="command")
    for module in COMMANDS:
        module.register(commands)
    return parser
