"""Addresses of our own pages: the queue under a filter, and paths that may be led back to."""

from collections.abc import Mapping
from urllib.parse import urlencode

from review.lists.choosing import View

LARGEST = (1 << 63) - 1  # what the number of a row can be; more is no row's


def address(chosen: Mapping[str, str], **more: str | int | None) -> str:
    """Return the address of the queue under a filter; None and empty values are left out."""
    values = {name: value for name, value in {**chosen, **more}.items() if value not in {None, "", View.WAITING}}
    return "/queue" + (f"?{urlencode(values)}" if values else "")


def own_path(path: str) -> str:
    """Return a path of our own to lead back to, the queue for anything else."""
    is_own = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if is_own else "/queue"


def number(written: str) -> int | None:
    """Return the number of a row as it stands in an address; None for what is none."""
    is_number = written.isascii() and written.isdecimal() and len(written) < len(str(LARGEST))
    return int(written) or None if is_number else None
