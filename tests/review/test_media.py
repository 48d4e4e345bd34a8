"""Both stores keep the same promises; a store that is down says so and nothing else."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from review.media import MediaStore, StoreDown
from review.media.asking import answers
from review.media.folder import FolderStore
from review.media.opening import store_of
from review.settings import Settings
from tests.bucket import Bucket, moto_bucket

PHOTO = b"\xff\xd8 the bytes of a photo \xff\xd9"


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with moto_bucket() as opened:
        yield opened


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    if request.param == "folder":
        return store_of(Settings(data_dir=tmp_path))
    bucket: Bucket = request.getfixturevalue("bucket")
    return store_of(bucket.settings(tmp_path, prefix=tmp_path.name))


def test_bytes_come_back_under_their_hash(store: MediaStore) -> None:
    key = store.put(PHOTO)

    assert key == hashlib.sha256(PHOTO).hexdigest()
    assert store.get(key) == PHOTO
    assert store.has(key)


def test_the_same_bytes_are_stored_once(store: MediaStore) -> None:
    keys = {store.put(PHOTO), store.put(PHOTO), store.put(b"others")}

    assert set(store.keys()) == keys
    assert len(list(store.keys())) == 2


def test_a_large_file_is_stored_whole(store: MediaStore) -> None:
    large = bytes(range(256)) * 4096 * 20

    assert store.get(store.put(large)) == large


@pytest.mark.parametrize("key", ["0" * 64, "", "..", "../../etc/passwd", "A" * 64, "0" * 63 + "/", "0" * 65])
def test_a_key_without_bytes_is_not_found(store: MediaStore, key: str) -> None:
    with pytest.raises(FileNotFoundError):
        store.get(key)


def test_an_empty_store_has_no_keys_and_answers(store: MediaStore) -> None:
    store.check()

    assert list(store.keys()) == []
    assert not store.has("0" * 64)


def test_what_was_written_first_stays_and_the_probe_leaves_nothing(store: MediaStore) -> None:
    assert store.keeps_first()
    assert list(store.keys()) == []


def test_two_prefixes_of_one_bucket_are_two_stores(bucket: Bucket, tmp_path: Path) -> None:
    ours, theirs = (store_of(bucket.settings(tmp_path, prefix=prefix)) for prefix in ("ours", "theirs"))

    key = ours.put(PHOTO)

    assert not theirs.has(key)


def test_a_missing_bucket_is_a_store_that_is_down(bucket: Bucket, tmp_path: Path) -> None:
    store = store_of(Bucket(bucket.endpoint, "nobody-made-it").settings(tmp_path))

    for call in (lambda: store.put(PHOTO), store.check):
        with pytest.raises(StoreDown):
            call()


def test_a_server_that_does_not_answer_is_a_store_that_is_down(tmp_path: Path) -> None:
    store = store_of(Bucket("http://127.0.0.1:9", "tips").settings(tmp_path))

    for call in (lambda: store.put(PHOTO), lambda: store.get("0" * 64), store.check):
        with pytest.raises(StoreDown) as down:
            call()
        assert "127.0.0.1" not in str(down.value)


def test_a_write_that_fails_leaves_no_half_file(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "media")
    folder = store.path(hashlib.sha256(PHOTO).hexdigest()).parent
    folder.parent.mkdir()
    folder.write_text("a file where a folder should be")

    with pytest.raises(OSError):  # noqa: PT011 - any failure of the disk
        store.put(PHOTO)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder]


def test_a_folder_below_a_file_does_not_pass_the_check(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")

    with pytest.raises(StoreDown):
        FolderStore(blocked / "media").check()


class Slow(FolderStore):
    """A store that answers when it is let."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.is_let, self.asked = threading.Event(), 0

    def check(self) -> None:
        self.asked += 1
        self.is_let.wait(10)


async def test_a_slow_store_is_asked_once_however_many_wait(tmp_path: Path) -> None:
    slow = Slow(tmp_path)

    impatient = [await answers(slow, 0.01) for _ in range(3)]
    waiting = [asyncio.create_task(answers(slow, 10)) for _ in range(8)]
    await asyncio.sleep(0)  # every one of them has begun to wait
    slow.is_let.set()

    assert impatient == [False] * 3
    assert all([await each for each in waiting])
    assert slow.asked == 1


async def test_a_store_is_asked_anew_each_time(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "media")
    well = await answers(store, 10)
    (tmp_path / "media").write_text("a file where the folder should be")

    assert (well, await answers(store, 10)) == (True, False)


def test_bytes_that_were_taken_away_are_gone_and_may_be_stored_again(store: MediaStore) -> None:
    key, other = store.put(PHOTO), store.put(b"others")

    store.remove(key)
    store.remove(key)

    assert not store.has(key)
    assert set(store.keys()) == {other}
    assert store.put(PHOTO) == key
    assert store.get(key) == PHOTO
