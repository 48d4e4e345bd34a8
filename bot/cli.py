"""The `tinbai` command. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or a wrong setting."""

import argparse
import gc
import importlib
import sys
from collections.abc import Iterable, Sequence

from bot.commands.logs import quiet_logging
from review.db import StoreUnavailable
from review.errors import ReviewError
from review.migrations import SchemaNewer
from review.pulse import own_version
from review.settings import SettingsError
from review.trouble import is_trouble

# A desk that runs for years carries nothing of the rehearsal or the backup: only the asked command's module is loaded.
MODULES = {
    **dict.fromkeys(("run", "bot", "worker", "console"), "run"),
    **{
        name: name.replace("-", "_")
        for name in (
            *(
                "rehearse",
                "simulate",
                "doctor",
                "migrate",
                "invite",
                "staff",
                "token",
                "login-link",
                "drafts",
                "report",
            ),
            *("inspect", "compare", "units", "calendar"),
            *("backup", "verify", "restore", "release", "audit"),
        )
    },
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is said in one sentence."""
    given = sys.argv[1:] if arguments is None else arguments
    gc.disable()  # what is imported stays; looking for garbage among it takes a sixth of the start
    options = _parser(given[:1]).parse_args(given)
    gc.enable()
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


def _parser(asked: Iterable[str] = ()) -> argparse.ArgumentParser:
    """Return the parser that knows the command asked for, or all of them where none is."""
    parser = argparse.ArgumentParser(prog="tinbai", description="The desk of a correspondent network.")
    parser.add_argument("--version", action="version", version=f"tinbai {own_version()}")
    commands = parser.add_subparsers(required=True, metavar="command")
    modules = [MODULES[name] for name in asked if name in MODULES] or dict.fromkeys(MODULES.values())
    for name in modules:
        importlib.import_module(f"bot.commands.{name}").register(commands)
    return parser
