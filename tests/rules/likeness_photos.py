"""Made-up photos by chance with a seed, and what becomes of a photo on its way through messengers."""

import io
import random
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

SIZE = (800, 600)
TIER = (6, 8)  # cells of the coarse cloud under the shapes


def photos(number: int, *, seed: int = 1) -> Iterator[Image.Image]:
    """Yield photos with light and shade in the large and things in the small; no two are alike."""
    chance = random.Random(seed)  # noqa: S311 - a seed makes a run repeatable
    cloud = np.random.default_rng(seed)
    for _ in range(number):
        tones = cloud.integers(0, 256, (*TIER, 3), dtype=np.uint8)
        photo = Image.fromarray(tones).resize(SIZE, Image.Resampling.BICUBIC)
        _add_things(ImageDraw.Draw(photo), chance)
        yield photo


def _add_things(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for _ in range(chance.randrange(3, 9)):
        left, top = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        box = (left, top, left + chance.randrange(30, 260), top + chance.randrange(30, 260))
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        (draw.rectangle if chance.random() < 1 / 2 else draw.ellipse)(box, fill=colour)


def jpeg(photo: Image.Image, quality: int = 85) -> bytes:
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=quality)
    return out.getvalue()


def sent_on(photo: Image.Image) -> dict[str, bytes]:
    """Return what arrives after somebody has sent the photo on, by what was done to it."""
    width, height = photo.size
    left, top = width // 20, height // 20
    return {
        "saved again": jpeg(photo, quality=40),
        "resized to a third": jpeg(photo.resize((width // 3, height // 3)), quality=70),
        "left edge cut by 5 %": jpeg(photo.crop((left, 0, width, height))),
        "every edge cut by 5 %": jpeg(photo.crop((left, top, width - left, height - top))),
    }
