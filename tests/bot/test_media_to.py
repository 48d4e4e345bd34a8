"""Media go from the folder to a bucket and back; every file is checked, nothing is deleted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.media_to import media_to
from review.media.folder import FolderStore
from review.media.opening import store_of
from review.settings import Settings, SettingsError
from tests.bucket import Bucket, moto_bucket


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with moto_bucket() as opened:
        yield opened


@pytest.fixture
def desk(bucket: Bucket, tmp_path: Path) -> Settings:
    """A desk whose media lie in a folder and whose settings hold the bucket's credentials."""
    return replace(bucket.settings(tmp_path / "desk"), media_url="")


def test_there_and_back_again(desk: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = {store_of(desk).put(f"photo {number}".encode()) for number in range(12)}
    there, back = f"s3://tips/{tmp_path.name}", str(tmp_path / "back")

    assert media_to(desk, there) == 0
    assert media_to(replace(desk, media_url=there), back) == 0

    assert set(FolderStore(tmp_path / "back").keys()) == keys == set(store_of(desk).keys())
    assert "12 copied, 0 there, 0 damaged, 0 refused" in capsys.readouterr().out


def test_a_second_run_copies_only_what_is_missing(
    desk: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = f"s3://tips/{tmp_path.name}"
    store_of(desk).put(b"early")
    media_to(desk, there)
    store_of(desk).put(b"late")

    assert media_to(desk, there) == 0

    assert "1 copied, 1 there" in capsys.readouterr().out


def test_a_damaged_file_is_named_and_not_copied(
    desk: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = FolderStore(desk.media_dir), FolderStore(tmp_path / "target")
    key = source.put(b"whole")
    source.path(key).write_bytes(b"flipped")

    assert media_to(desk, str(tmp_path / "target")) == 1

    assert key in capsys.readouterr().err
    assert not target.has(key)


def test_other_bytes_under_a_name_at_the_target_are_refused(desk: Settings, tmp_path: Path) -> None:
    source, target = FolderStore(desk.media_dir), FolderStore(tmp_path / "target")
    key = source.put(b"whole")
    target.put(b"whole")
    target.path(key).write_bytes(b"flipped")

    assert media_to(desk, str(tmp_path / "target")) == 1


def test_a_bucket_that_does_not_answer_ends_with_one_sentence(
    desk: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    store_of(desk).put(b"whole")

    assert media_to(replace(desk, s3_endpoint="http://127.0.0.1:9"), "s3://tips/x") == 1

    assert capsys.readouterr().err.startswith("tinbai: stopped: a store does not answer")


def test_an_address_that_is_neither_is_refused(desk: Settings) -> None:
    with pytest.raises(SettingsError, match="--media-to"):
        media_to(desk, "ftp://example.org")
