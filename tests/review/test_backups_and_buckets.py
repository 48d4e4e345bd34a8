"""The files of a desk go from a folder into a bucket and back, by a backup."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from review import verifying
from review.backups import checking, making, restoring
from review.newsroom import open_newsroom
from tests.bucket import Bucket, moto_bucket
from tests.review.backup_scene import NOW, Desk, quiet


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with moto_bucket() as opened:
        yield opened


def test_files_are_restored_into_a_bucket_and_put_away_from_there(desk: Desk, bucket: Bucket, tmp_path: Path) -> None:
    made = desk.backed_up()
    url = f"sqlite:///{tmp_path / 'restored' / 'tinbai.sqlite3'}"
    settings = replace(bucket.settings(tmp_path / "restored", prefix="restored"), database_url=url)

    done = restoring.restore(settings, made.path, desk.identity, now=NOW, say=quiet)
    again = making.make(settings, tmp_path / "again", to=None, now=NOW, say=quiet)

    newsroom = open_newsroom(settings)
    assert done.findings == ()
    assert verifying.findings(newsroom) == []
    assert again.manifest.media_digest == made.manifest.media_digest
    assert checking.check(again.path, None, say=quiet).findings == ()
    assert not settings.media_dir.exists()
    newsroom.close()
