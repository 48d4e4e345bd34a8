"""Sample photos, drawn in flat shapes: original work, the same on every machine."""

import io
from functools import cache

from bot.rehearsal.pictures.canvas import Canvas
from bot.rehearsal.pictures.scenes import SCENES

QUALITY = 86


@cache
def picture(name: str) -> bytes:
    """Return a sample photo as JPEG, 1280 × 960; raises KeyError for a name that is not in SCENES."""
    canvas = Canvas()
    SCENES[name](canvas)
    out = io.BytesIO()
    canvas.finished().save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
