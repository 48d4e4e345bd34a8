"""Which store the settings name: a folder, or a bucket with its credentials."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from review.media import MediaStore
from review.media.folder import FolderStore
from review.settings import Settings

if TYPE_CHECKING:
    from obstore.store import S3Config


def store_of(settings: Settings) -> MediaStore:
    """Open the store of MEDIA_URL: `s3://bucket/prefix`, a folder, or the media folder under DATA_DIR."""
    return store_at(settings.media_url, settings)


def store_at(url: str, settings: Settings) -> MediaStore:
    """Open the store under an address with the credentials of the settings."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        from review.media.bucket import BucketStore  # noqa: PLC0415 - obstore is loaded only where a bucket is used

        return BucketStore(parts.netloc, parts.path.strip("/"), _config(settings))
    store = FolderStore(Path(parts.path) if url else settings.media_dir)
    store.sweep()
    return store


def _config(settings: Settings) -> "S3Config":
    """Return what was set; what was not, the library looks for where AWS machines have it."""
    config: S3Config = {"region": settings.aws_region}
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
        config["virtual_hosted_style_request"] = False
    if settings.aws_access_key_id:
        config["access_key_id"] = settings.aws_access_key_id
        config["secret_access_key"] = settings.aws_secret_access_key
    return config
