"""A photo as others may see it: decoded, turned upright, scaled and written anew, so no metadata is left.

Run in a process of its own (`python -m review.photo_copy`, the photo on standard input, size and copy on standard
output) with limits on memory and time, since the bytes come from outside: a bomb ends that process, not the desk.
"""

import io
import resource
import subprocess
import sys
import warnings
from dataclasses import dataclass

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2048
QUALITY = 85
MEMORY = 1024 * 1024 * 1024
SECONDS = 10


@dataclass(frozen=True, slots=True)
class PhotoCopy:
    data: bytes
    width: int
    height: int


def made(data: bytes) -> PhotoCopy:
    """Re-encode a picture as JPEG without metadata.

    Raises ValueError for a picture of more than 40 megapixels, OSError or SyntaxError for what is no picture.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - the limited process decodes; the desk, which lives long, does not

    warnings.simplefilter("error")
    with Image.open(io.BytesIO(data)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clean = Image.new("RGB", upright.size)
        clean.paste(upright)
        out = io.BytesIO()
        clean.save(out, "JPEG", quality=QUALITY, optimize=True)
        return PhotoCopy(out.getvalue(), *clean.size)


def copy_of(data: bytes) -> PhotoCopy | None:
    """Make the copy of a photo in a limited process; None where no copy can be made."""
    command = [sys.executable, "-m", "review.photo_copy"]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS * 2, check=True)  # noqa: S603 - our own module
        size, _, copy = run.stdout.partition(b"\n")
        width, height = (int(part) for part in size.split())
    except (subprocess.SubprocessError, ValueError, OSError):
        return None
    return PhotoCopy(copy, width, height)


def main() -> None:
    """Limit this process, then make the copy and write its size and bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    copy = made(sys.stdin.buffer.read())
    sys.stdout.buffer.write(b"%d %d\n" % (copy.width, copy.height) + copy.data)


if __name__ == "__main__":
    main()
