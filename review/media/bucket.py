"""Media in an S3-compatible bucket: create-only puts, every error translated here, once.

Imported only where MEDIA_URL names a bucket, so that a desk with a folder pays nothing for it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import S3Store

from review.media import KEY_FORM, StoreDown, key_of, key_of_file, placed

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config  # these three exist for type checkers alone

PROBE = "probe"
RETRIES: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


class BucketStore:
    """A content-addressed store below one prefix of a bucket."""

    def __init__(self, bucket: str, prefix: str, config: "S3Config") -> None:
        is_plain = config.get("endpoint", "").startswith("http://")  # a server of one's own, on a network of one's own
        client: ClientConfig = {"timeout": "30s", "connect_timeout": "5s", "allow_http": is_plain}
        self._store = S3Store(bucket, prefix=prefix or None, config=config, client_options=client, retry_config=RETRIES)

    def put(self, data: bytes) -> str:
        key = key_of(data)
        with _translated(key):
            self._create(placed(key), data)
        return key

    def put_file(self, path: Path) -> str:
        key = key_of_file(path)
        with _translated(key):
            self._create(placed(key), path)
        return key

    def get(self, key: str) -> bytes:
        place = placed(key)
        with _translated(key):
            return bytes(obstore.get(self._store, place).bytes())

    def has(self, key: str) -> bool:
        place = placed(key)
        try:
            with _translated(key):
                obstore.head(self._store, place)
        except FileNotFoundError:
            return False
        return True

    def remove(self, key: str) -> None:
        place = placed(key)
        with suppress(FileNotFoundError), _translated(key):
            obstore.delete(self._store, place)

    def keys(self) -> Iterator[str]:
        with _translated(""):
            for page in obstore.list(self._store):
                for entry in page:
                    name = entry["path"].rpartition("/")[2]
                    if KEY_FORM.fullmatch(name):
                        yield name

    def check(self) -> None:
        """Ask for what lies below the probes: unlike a question for one key, it fails where there is no bucket."""
        try:
            with _translated(PROBE):
                next(iter(obstore.list(self._store, PROBE)), None)
        except FileNotFoundError:
            raise StoreDown("there is no such bucket") from None

    def keeps_first(self) -> bool:
        """Write a probe twice: a server that ignores If-None-Match overwrites in silence (parts.md 4.7)."""
        place = f"{PROBE}/{secrets.token_hex(8)}"
        with _translated(PROBE):
            is_new = self._create(place, b"first")
            is_overwritten = self._create(place, b"second")
            obstore.delete(self._store, place)
        return is_new and not is_overwritten

    def _create(self, place: str, data: bytes | Path) -> bool:
        """Put bytes where none are; returns whether they were new."""
        try:
            obstore.put(self._store, place, data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        except (NotFoundError, FileNotFoundError):
            raise StoreDown("there is no such bucket") from None
        return True


@contextmanager
def _translated(key: str) -> Iterator[None]:
    """Turn the library's errors into the port's; their words may hold addresses and are dropped."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise FileNotFoundError(key[:8]) from None
    except BaseError as error:
        raise StoreDown(type(error).__name__) from None
