"""Room on a disk, and how little of it is too little."""

import shutil
from pathlib import Path

MEGABYTE = 1024 * 1024
NEARLY_FULL = 500 * MEGABYTE  # people are told: there is still time
FULL = 50 * MEGABYTE  # nothing new is taken on: what is left belongs to the database


def free(folder: Path) -> int:
    """Return the free bytes on the disk a folder lies on, or will lie on."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(nearest).free
