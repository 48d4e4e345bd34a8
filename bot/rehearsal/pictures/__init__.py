"""Sample photos, drawn in flat shapes: original work, the same on every machine."""

import io
from functools import cache

from bot.rehearsal.pictures.canvas import Canvas
from bot.rehearsal.pictures.scenes import SCENES

QUALITY = 86
# Where somebody stood closer: the same scene from there is another photo.
STEPS = {
    "left": (0.0, 0.1, 0.6, 0.7),
    "right": (0.4, 0.1, 1.0, 0.7),
    "top": (0.2, 0.0, 0.8, 0.6),
    "bottom": (0.2, 0.4, 0.8, 1.0),
    "middle": (0.2, 0.2, 0.8, 0.8),
}


@cache
def picture(name: str) -> bytes:
    """Return a sample photo as JPEG, 1280 × 960; raises KeyError for a name that is not in SCENES.

    `meeting~left` is the scene `meeting` from closer by, one of STEPS.
    """
    scene, _, step = name.partition("~")
    canvas = Canvas()
    SCENES[scene](canvas)
    photo = canvas.finished()
    if step:
        left, top, right, bottom = STEPS[step]
        box = (left * photo.width, top * photo.height, right * photo.width, bottom * photo.height)
        photo = photo.resize(photo.size, box=box)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
