"""Where the files lie: whether the store answers, and whether what was written first stays."""

from collections.abc import Iterator

from bot.doctor.findings import Finding, mend, well
from review.media import MediaStore


def findings(media: MediaStore) -> Iterator[Finding]:
    try:
        media.check()
        keeps_first = media.keeps_first()
    except OSError as error:
        yield mend(
            "media",
            f"the media store does not take files ({error or type(error).__name__})",
            why="Photos and documents wait; nothing is lost, but nobody sees them.",
            how="Check MEDIA_URL, S3_ENDPOINT, the bucket and the AWS_ credentials, or who may write the folder.",
        )
        return
    if keeps_first:
        yield well("media", "the media store takes files and keeps what was written first")
        return
    yield mend(
        "media",
        "the media store overwrites: it ignores If-None-Match",
        why="A damaged upload could replace a whole file that is already named by a tip.",
        how="Use a server that knows conditional writes (If-None-Match on PUT), as Amazon S3 does.",
    )
