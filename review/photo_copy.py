"""A photo as others may see it: decoded, turned upright, scaled and written anew, so no metadata is left.

Run in a process of its own (`python -m review.photo_copy SOURCE TARGET`) with limits on memory and time, since the
bytes come from outside: a bomb ends that process, not the desk.
"""

import resource
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

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


def write_copy(source: Path, target: Path) -> tuple[int, int]:
    """Re-encode `source` as JPEG without metadata; returns width and height of the copy.

    Raises ValueError for a picture of more than 40 megapixels, OSError or SyntaxError for what is no picture.
    """
    warnings.simplefilter("error")
    with Image.open(source) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clean = Image.new("RGB", upright.size)
        clean.paste(upright)
        clean.save(target, "JPEG", quality=QUALITY, optimize=True)
        return clean.size


def copy_of(source: Path, folder: Path) -> PhotoCopy | None:
    """Make the copy of a stored photo in a limited process; None where no copy can be made."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f".copy-{source.name}"
    command = [sys.executable, "-m", "review.photo_copy", str(source), str(target)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=SECONDS * 2, check=False)  # noqa: S603 - our own module
        if run.returncode != 0:
            return None
        width, height = (int(part) for part in run.stdout.split())
        return PhotoCopy(target.read_bytes(), width, height)
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return None
    finally:
        target.unlink(missing_ok=True)


def main() -> None:
    """Limit this process, then make the copy and print its size."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    width, height = write_copy(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{width} {height}")


if __name__ == "__main__":
    main()
