"""Files on their way: what has arrived of each lies below DATA_DIR until it is whole, and goes after a day.

All calls block, so they are made off the loop. An upload belongs to one person; nobody else's is ever found.
"""

import json
import re
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from os import SEEK_END
from pathlib import Path
from typing import IO

FOLDER = "uploads"
KEY_FORM = re.compile(r"[0-9a-f]{32}")
KEPT_SECONDS = 24 * 3600
MOST_BEGUN = 20  # of one person at a time
MOST_A_DAY = 2 * 1024**3  # bytes of one person


class TooMuch(Exception):
    """Somebody has begun too many uploads, or sent too much, within a day."""


class Busy(Exception):
    """Another request still writes: a line that broke was not yet noticed."""


class WrongPlace(Exception):
    """A piece does not begin where the last one ended; `offset` is where it should."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody has begun to send: `number` is that of its message, `about` the tip it is added to."""

    key: str
    person_id: int
    number: int
    name: str
    size: int
    about: str = ""
    is_done: bool = False


class Pieces:
    """The uploads below one folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def begin(self, person_id: int, *, name: str, size: int, about: str) -> Upload:
        """Make room for a file; raises TooMuch."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep()
        mine = self._of(person_id)
        is_over = sum(upload.size for upload in mine) + size > MOST_A_DAY
        if is_over or sum(not upload.is_done for upload in mine) >= MOST_BEGUN:
            raise TooMuch
        upload = Upload(secrets.token_hex(16), person_id, secrets.randbits(52), name, size, about)
        self.path(upload).touch(mode=0o600)
        self._note(upload)
        return upload

    def find(self, person_id: int, key: str) -> Upload | None:
        """Return one of a person's own uploads, None where there is none of this name."""
        if not KEY_FORM.fullmatch(key):
            return None
        try:
            found = Upload(**json.loads(self._card(person_id, key).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return found if found.is_done or self.path(found).is_file() else None

    def offset(self, upload: Upload) -> int:
        """Return how much has arrived."""
        return upload.size if upload.is_done else self.path(upload).stat().st_size

    def opened(self, upload: Upload, at: int) -> IO[bytes]:
        """Open a file to write on from `at`, alone; raises WrongPlace, Busy."""
        file = self.path(upload).open("ab")
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            file.close()
            raise Busy from None
        there = file.seek(0, SEEK_END)
        if there != at:
            file.close()
            raise WrongPlace(there)
        return file

    def path(self, upload: Upload) -> Path:
        return self._card(upload.person_id, upload.key).with_suffix(".part")

    def finish(self, upload: Upload) -> None:
        """Note that a file has been taken over; whoever asks again is told so, not asked to send it anew."""
        self._note(Upload(**{**asdict(upload), "is_done": True}))
        self.path(upload).unlink(missing_ok=True)

    def drop(self, upload: Upload) -> None:
        """Forget an upload."""
        self.path(upload).unlink(missing_ok=True)
        self._card(upload.person_id, upload.key).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what nobody has gone on with for a day."""
        oldest = time.time() - KEPT_SECONDS
        for path in self._folder.glob("*-*.*"):
            with suppress(FileNotFoundError):  # another process sweeps as well
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _of(self, person_id: int) -> list[Upload]:
        keys = [path.stem.partition("-")[2] for path in self._folder.glob(f"{person_id}-*.json")]
        return [upload for key in keys if (upload := self.find(person_id, key)) is not None]

    def _note(self, upload: Upload) -> None:
        card = self._card(upload.person_id, upload.key)
        begun = card.with_suffix(".new")
        begun.write_text(json.dumps(asdict(upload)), encoding="utf-8")
        begun.rename(card)

    def _card(self, person_id: int, key: str) -> Path:
        return self._folder / f"{person_id}-{key}.json"
