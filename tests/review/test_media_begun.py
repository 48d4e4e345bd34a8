"""A file that was begun and never finished is no file, and goes by itself."""

import os
import time
from pathlib import Path

import pytest

from review.media.folder import BEGUN, FolderStore
from review.media.opening import store_of
from review.settings import Settings

HOUR = 3600
HALF = "0" * 64 + ".0badcafe"


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A media folder in which a writer has died just now."""
    half = tmp_path / "media" / BEGUN / HALF
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    return tmp_path


def halves(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file()]


def test_what_a_dead_writer_left_is_no_file_of_the_store(begun: Path) -> None:
    assert list(store_of(Settings(data_dir=begun)).keys()) == []


def test_it_goes_when_the_store_is_opened_an_hour_later(begun: Path) -> None:
    an_hour_ago = time.time() - HOUR - 1
    os.utime(begun / "media" / BEGUN / HALF, (an_hour_ago, an_hour_ago))

    store_of(Settings(data_dir=begun))

    assert halves(begun) == []


def test_what_another_process_has_just_begun_stays(begun: Path) -> None:
    store_of(Settings(data_dir=begun))

    assert len(halves(begun)) == 1


def test_the_same_bytes_can_be_stored_beside_it(begun: Path) -> None:
    store = FolderStore(begun / "media")

    key = store.put(b"half")

    assert store.get(key) == b"half"
    assert list(store.keys()) == [key]
