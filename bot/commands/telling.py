"""What the commands about backups share: progress on standard error, faults as lines, failures in one sentence."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from review.backups.archive import CannotDo
from review.db import StoreUnavailable
from review.verifying import Finding


class Failed(Exception):
    """The command cannot go on; the sentence says why."""


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Turn what may go wrong with files, keys and databases into Failed."""
    try:
        yield
    except CannotDo as error:
        raise Failed(str(error)) from error
    except OSError as error:
        raise Failed(f"{error.filename or 'the file'}: {error.strerror or error}") from error
    except StoreUnavailable as error:
        raise Failed(f"the database refused or did not answer ({type(error.orig).__name__})") from error


def progress(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def failed(error: Failed) -> int:
    print(f"tinbai: {error}", file=sys.stderr)
    return 1


def lines(findings: Sequence[Finding]) -> None:
    """Print each fault with its code."""
    for finding in findings:
        print(f"{finding.code}\t{finding.subject}\t{finding.sentence}")


def as_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]
