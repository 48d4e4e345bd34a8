"""`tinbai migrate --media-to`: copy the media to a bucket or a folder, checked by hash."""

import sys
from collections import Counter

from review.media import StoreDown
from review.media.moving import Fate, moved
from review.media.opening import store_at, store_of
from review.settings import Settings, SettingsError, media_address

EVERY = 100  # files between two lines of progress
WRONG = (Fate.DAMAGED, Fate.REFUSED)


def media_to(settings: Settings, address: str) -> int:
    """Copy every file from the desk's store to the one at `address`; returns 1 where a file could not be moved."""
    source, target = store_of(settings), store_at(_checked(address), settings)
    counts: Counter[Fate] = Counter()
    size = 0
    try:
        for file in moved(source, target):
            counts[file.fate] += 1
            size += file.size
            if file.fate in WRONG:
                print(f"{file.fate}: {file.key}", file=sys.stderr)
            if counts.total() % EVERY == 0:
                print(f"{counts.total()} files, {size // 1024 // 1024} MB", flush=True)
    except OSError as error:
        why = f"a store does not answer ({error})" if isinstance(error, StoreDown) else type(error).__name__
        print(f"tinbai: stopped: {why}; what was copied stays, run the command again.", file=sys.stderr)
        return 1
    print(", ".join(f"{counts[fate]} {fate}" for fate in Fate))
    if any(counts[fate] for fate in WRONG):
        return 1
    print(f"all media are checked and in place: set MEDIA_URL={address} and start the desk anew")
    return 0


def _checked(address: str) -> str:
    try:
        return media_address(address)
    except ValueError as error:
        raise SettingsError("--media-to", str(error)) from error
