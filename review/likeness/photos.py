"""How alike two photos are: the signs of their coarsest waves (a DCT), 256 bits that outlive re-saving and resizing.

Cropping moves the waves, so that each photo is also looked at with some of its edges cut off. Only photos the desk
wrote itself come in here (`photo_copy`): whatever came from outside was decoded in a process with limits.
"""

import io
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

Box = tuple[float, float, float, float]
BITS, WAVES, SIDE = 256, 16, 64
SKETCH = 256  # pixels a side, whatever the photo's form: cropping is a matter of shares
FLATTEST = 2.0  # grey levels of spread; a photo with less shows nothing to compare
CUTS = (0.0, 0.03, 0.06)  # shares that may be missing on each side
LOST = 91.0  # bits two photos may differ in before nothing speaks for their being one; half of 256 differ by chance
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


class NoPhoto(ValueError):
    """Bytes that cannot be read as a photo."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A photo in grey, small and square."""

    grey: "Image"
    is_flat: bool


def sketch(photo: bytes) -> Sketch:
    """Read a photo of ours; raises NoPhoto."""
    import numpy as np  # noqa: PLC0415 - loaded only where photos are compared
    from PIL import Image  # noqa: PLC0415 - the same

    try:
        with Image.open(io.BytesIO(photo)) as image:
            image.draft("L", (SKETCH * 2, SKETCH * 2))
            grey = image.convert("L").resize((SKETCH, SKETCH), Image.Resampling.BOX)
    except (OSError, SyntaxError, ValueError) as error:
        raise NoPhoto("these bytes are no photo") from error
    return Sketch(grey, float(np.asarray(grey).std()) < FLATTEST)


def bits(seen: Sketch, box: Box = WHOLE) -> bytes:
    """Return the 256 signs of a photo, or of the part of it inside a box (left, top, right, bottom as shares)."""
    import numpy as np  # noqa: PLC0415 - as above
    from PIL import Image  # noqa: PLC0415 - as above

    left, top, right, bottom = (share * SKETCH for share in box)
    small = seen.grey.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=(left, top, right, bottom))
    waves = _cosines() @ np.asarray(small, dtype=np.float32) @ _cosines().T
    return bytes(np.packbits(waves > np.median(waves)))


def distance(one: bytes, other: bytes) -> int:
    """Return in how many of their bits two photos differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def scored(bits_apart: int) -> float:
    """Return how alike two photos are that differ in so many bits."""
    return round(max(0.0, 1 - bits_apart / LOST), 4)


def score(one: Sketch, other: Sketch) -> float:
    """Return how alike two photos are, 0 to 1; the order does not matter."""
    if one.is_flat or other.is_flat:
        return 0.0
    whole, others = bits(one), bits(other)
    cut = ((distance(whole, bits(other, box)), distance(others, bits(one, box))) for box in _boxes())
    least = min(min(distances) for distances in cut)
    return scored(least)


@cache
def _boxes() -> tuple[Box, ...]:
    return tuple((left, top, 1 - right, 1 - bottom) for left, top, right, bottom in product(CUTS, repeat=4))


@cache
def _cosines() -> "np.ndarray":
    """Return the first waves, the constant left out: how bright a photo is says nothing."""
    import numpy as np  # noqa: PLC0415 - as above

    wave = np.arange(1, WAVES + 1, dtype=np.float32)[:, None]
    place = np.arange(SIDE, dtype=np.float32)[None, :]
    cosines: np.ndarray = np.cos(np.pi * wave * (place + 0.5) / SIDE).astype(np.float32)
    return cosines
