"""A canvas for flat drawings: shapes in a grid of 1280 × 960, drawn larger and scaled down so that edges are smooth."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 960
FINER = 1.5
Point = tuple[float, float]
SKIN = ("#e8b78f", "#d99f74", "#f0c6a0")
HAIR = ("#2b2a2e", "#3b3230", "#8d8a88")


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks; `hat` draws a conical hat."""

    shirt: str
    skin: int = 0
    hair: int = 0
    hat: bool = False


class Canvas:
    """Draws shapes in order, later ones over earlier ones."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (int(WIDTH * FINER), int(HEIGHT * FINER)), "#ffffff")
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def bands(self, *bands: tuple[float, str]) -> None:
        """Fill the canvas from the top in bands, each down to a height."""
        top = 0.0
        for bottom, colour in bands:
            self.box(0, top, WIDTH, bottom, colour)
            top = bottom

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, round_by: float = 0) -> None:
        self._draw.rounded_rectangle(_scaled(left, top, right, bottom), round_by * FINER, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self._draw.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)

    def half_disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw the upper half of a disc."""
        self._draw.pieslice(_scaled(x - radius, y - radius, x + radius, y + radius), 180, 360, fill=colour)

    def shape(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * FINER, y * FINER) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self._draw.line(
            [(x * FINER, y * FINER) for x, y in points], fill=colour, width=int(width * FINER), joint="curve"
        )

    def person(self, x: float, y: float, size: float, look: Look) -> None:
        """Draw somebody from the chest up; `y` is the chin, `size` the radius of the head."""
        skin, hair = SKIN[look.skin % len(SKIN)], HAIR[look.hair % len(HAIR)]
        self.box(x - size * 0.3, y - size * 0.5, x + size * 0.3, y + size * 0.5, skin)
        self.box(x - size * 1.45, y + size * 0.25, x + size * 1.45, y + size * 4.2, look.shirt, size * 0.9)
        self.shape([(x - size * 0.4, y + size * 0.25), (x, y + size * 0.8), (x + size * 0.4, y + size * 0.25)], skin)
        self.disc(x, y - size * 0.75, size, skin)
        self.half_disc(x, y - size * 0.85, size * 1.06, hair)
        if look.hat:
            self.shape([(x - size * 1.9, y - size), (x, y - size * 2.5), (x + size * 1.9, y - size)], "#ead9a6")
            self.shape([(x, y - size * 2.5), (x + size * 1.9, y - size), (x + size * 0.5, y - size)], "#d8c286")

    def plant(self, x: float, y: float, size: float) -> None:
        """Draw a potted plant standing on `y`."""
        for lean in (-0.9, -0.35, 0.35, 0.9):
            tip = (x + lean * size, y - size * (2.6 - abs(lean)))
            self.shape([(x - size * 0.15, y - size * 0.7), tip, (x + size * 0.15, y - size * 0.7)], "#4f9a6b")
        self.shape(
            [
                (x - size * 0.5, y - size * 0.8),
                (x + size * 0.5, y - size * 0.8),
                (x + size * 0.35, y),
                (x - size * 0.35, y),
            ],
            "#c9764c",
        )

    def tree(self, x: float, y: float, size: float, leaves: str = "#5aa06d") -> None:
        """Draw a round tree standing on `y`."""
        self.box(x - size * 0.1, y - size * 1.4, x + size * 0.1, y, "#8a6a4c")
        for dx, dy, share in ((0, -1.9, 0.8), (-0.55, -1.5, 0.6), (0.55, -1.5, 0.6)):
            self.disc(x + dx * size, y + dy * size, share * size, leaves)

    def screen(self, left: float, top: float, width: float, colour: str) -> None:
        """Draw a screen with a few lines on it."""
        height = width * 0.66
        self.box(left, top, left + width, top + height, "#2f3b42", 10)
        self.box(left + 10, top + 10, left + width - 10, top + height - 10, colour, 4)
        for row, share in enumerate((0.7, 0.5, 0.6)):
            line = top + height * (0.28 + row * 0.2)
            self.box(left + width * 0.14, line, left + width * (0.14 + share), line + height * 0.07, "#ffffff", 3)


def _scaled(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * FINER, top * FINER, right * FINER, bottom * FINER
