"""What the sample photos show: offices of a ward, a commune, a street. Nobody and no place is real."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.rehearsal.pictures.canvas import HEIGHT, WIDTH, Canvas, Look

YOUTH = "#2f7fc1"
CLERK = "#e9edf0"


def counter(canvas: Canvas, wall: str = "#dfeae6", plate: str = "#1f7a78", visitors: int = 3) -> None:
    """Draw the one-stop counter: clerks behind glass, people in front."""
    canvas.bands((600, wall), (HEIGHT, "#c9b79c"))
    canvas.box(160, 70, 1120, 180, plate, 16)
    for left, right in ((230, 700), (730, 1050)):
        canvas.box(left, 115, right, 136, "#ffffff", 8)
    for place in range(3):
        left = 150 + place * 340
        canvas.box(left, 230, left + 300, 520, "#f6fbfb", 10)
        canvas.person(left + 150, 400, 52, Look(CLERK, skin=place, hair=place % 2))
        canvas.screen(left + 190, 410, 110, plate)
    canvas.box(80, 520, 1200, 680, "#8d6b4a", 14)
    canvas.box(80, 520, 1200, 552, "#a98560", 14)
    shirts = ("#d9a441", "#b7556b", "#6d8f5a", "#4b6d9a")
    for place in range(visitors):
        canvas.person(260 + place * 270, 760, 64, Look(shirts[place % 4], skin=place + 1, hair=2 if place == 1 else 0))
    canvas.plant(1190, 690, 64)


def laptop(canvas: Canvas, wall: str = "#e9e4d8", helpers: int = 2) -> None:
    """Draw a table where young volunteers help somebody to file an application online."""
    canvas.bands((640, wall), (HEIGHT, "#b99f80"))
    canvas.box(120, 90, 520, 400, "#cfe3ee", 12)
    canvas.box(312, 90, 328, 400, "#ffffff")
    canvas.box(700, 110, 1130, 330, "#ffffff", 10)
    for row in range(4):
        canvas.box(740, 150 + row * 42, 1090 - row * 50, 168 + row * 42, "#b8c9c6", 6)
    canvas.person(420, 480, 72, Look("#a8605d", skin=1, hair=2))
    for place in range(helpers):
        canvas.person(690 + place * 230, 455, 70, Look(YOUTH, skin=place * 2, hair=place))
    canvas.box(150, 700, 1130, 760, "#7d5c3f", 12)
    canvas.shape([(470, 700), (520, 560), (800, 560), (850, 700)], "#39464d")
    canvas.shape([(492, 690), (532, 575), (788, 575), (828, 690)], "#9cc7d8")
    canvas.box(930, 660, 1050, 700, "#f4f1e8", 4)
    canvas.box(230, 660, 340, 700, "#f4f1e8", 4)


def kiosk(canvas: Canvas, wall: str = "#dde6ee", screen: str = "#2a9d8f") -> None:
    """Draw two kiosks in a hall: queue numbers and looking up a file."""
    canvas.bands((690, wall), (HEIGHT, "#cdd3d6"))
    for left in (330, 720):
        canvas.box(left, 250, left + 230, 760, "#f7f9fa", 22)
        canvas.box(left + 24, 280, left + 206, 520, "#2f3b42", 12)
        canvas.box(left + 36, 292, left + 194, 508, screen, 6)
        canvas.box(left + 60, 330, left + 170, 352, "#ffffff", 5)
        canvas.disc(left + 115, 430, 42, "#ffffff")
        canvas.box(left + 70, 590, left + 160, 606, "#9aa7ad", 4)
        canvas.box(left + 90, 598, left + 140, 660, "#ffffff")
    canvas.person(250, 560, 74, Look("#7b6ea8", skin=2, hair=2))
    canvas.person(1060, 540, 74, Look(YOUTH, skin=0, hair=0))
    canvas.person(640, 620, 70, Look("#c27c3e", skin=1, hair=1))
    canvas.plant(110, 800, 80)


def field(canvas: Canvas, sky: str = "#cfe8f4", crop: str = "#8dbb55") -> None:
    """Draw a commune at the edge of the fields, people in conical hats around a tablet."""
    canvas.bands((520, sky), (HEIGHT, crop))
    canvas.disc(1060, 150, 78, "#f6d774")
    canvas.shape([(0, 520), (260, 330), (560, 520)], "#7fae8b")
    canvas.shape([(380, 520), (760, 290), (1180, 520)], "#6a9f7d")
    for row in range(6):
        canvas.line([(0, 560 + row * 66), (WIDTH, 540 + row * 76)], "#79a945", 8)
    canvas.box(900, 400, 1140, 540, "#f2e6d0")
    canvas.shape([(870, 400), (1020, 300), (1170, 400)], "#b4573f")
    canvas.tree(160, 560, 110)
    canvas.tree(1210, 580, 90, "#4d8f5f")
    for place, shirt in enumerate(("#7a4f8c", "#356a8c", "#a5533f")):
        canvas.person(400 + place * 240, 650, 62, Look(shirt, skin=place + 1, hair=place, hat=True))
    canvas.box(560, 770, 740, 890, "#2f3b42", 12)
    canvas.box(574, 784, 726, 876, "#bfe3dc", 6)


def delivery(canvas: Canvas, house: str = "#f0dfc0", coat: str = "#e07b39") -> None:
    """Draw somebody from the post office brings a result to a doorstep."""
    canvas.bands((640, "#d8ecf3"), (760, "#b9bfb8"), (HEIGHT, "#8f979b"))
    canvas.box(80, 190, 620, 690, house)
    canvas.shape([(40, 190), (350, 60), (660, 190)], "#a84f3c")
    canvas.box(180, 390, 340, 690, "#7b5b45", 6)
    canvas.box(420, 320, 560, 470, "#bfe0ea", 6)
    canvas.plant(390, 690, 60)
    canvas.person(450, 560, 58, Look("#82688f", skin=1, hair=2))
    canvas.person(760, 520, 62, Look(coat, skin=2, hair=0))
    canvas.box(560, 640, 690, 720, "#f6f1e2", 6)
    canvas.line([(560, 640), (625, 690), (690, 640)], "#c9bfa4", 6)
    for x in (850, 1120):
        canvas.disc(x, 800, 86, "#2c3338")
        canvas.disc(x, 800, 48, "#c7ced2")
    canvas.shape([(820, 760), (900, 640), (1060, 640), (1150, 760)], coat)
    canvas.box(1040, 520, 1190, 650, "#f3c64a", 10)
    canvas.line([(890, 650), (850, 560)], "#2c3338", 14)
    canvas.tree(1210, 640, 100)


def meeting(canvas: Canvas, banner: str = "#9c2f34", seats: int = 6) -> None:
    """Draw a hall: a speaker, a banner, rows of listeners seen from behind."""
    canvas.bands((560, "#efe6da"), (HEIGHT, "#8a705c"))
    canvas.box(140, 70, 1140, 240, banner, 10)
    for left, right, top in ((240, 1040, 115), (360, 920, 170)):
        canvas.box(left, top, right, top + 26, "#f7e7b4", 8)
    canvas.person(640, 400, 60, Look("#3d4f66", skin=0, hair=0))
    canvas.box(550, 470, 730, 640, "#6d4d35", 10)
    canvas.line([(680, 470), (700, 410)], "#2c3338", 8)
    canvas.plant(240, 620, 80)
    canvas.plant(1040, 620, 80)
    shirts = ("#6f8fae", "#b9744f", "#7f9d72", "#a0687f", "#c2a14a", "#5d7d7a")
    for row, (y, size) in enumerate(((720, 52), (850, 66))):
        for place in range(seats):
            x = 140 + place * (1000 / (seats - 1)) + row * 40
            canvas.box(x - size * 1.4, y, x + size * 1.4, HEIGHT, shirts[(place + row) % 6], size * 0.8)
            canvas.disc(x, y - size * 0.6, size * 0.95, ("#2b2a2e", "#463a36", "#908c8a")[(place + row) % 3])


def papers(canvas: Canvas, table: str = "#c8a77e", stamp: str = "#b23b3b") -> None:
    """Draw a desk from above: a form, a stamp, a keyboard."""
    canvas.bands((HEIGHT, table))
    canvas.shape([(180, 130), (700, 90), (760, 800), (240, 850)], "#fbfaf5")
    for row in range(9):
        y = 210 + row * 62
        canvas.line([(270 + row * 5, y), (640 - (row % 3) * 70, y - 26)], "#b9c2c6", 12)
    canvas.disc(620, 700, 74, stamp)
    canvas.disc(620, 700, 58, "#fbfaf5")
    canvas.disc(620, 700, 44, stamp)
    canvas.box(820, 140, 1200, 420, "#3a464d", 18)
    for row in range(4):
        for place in range(7):
            canvas.box(842 + place * 50, 164 + row * 62, 880 + place * 50, 212 + row * 62, "#dfe5e8", 6)
    canvas.line([(830, 560), (1120, 760)], "#1f5f8b", 26)
    canvas.shape([(1112, 740), (1160, 790), (1132, 768)], "#22303a")
    canvas.disc(1080, 560, 70, "#f2f2ee")
    canvas.disc(1080, 560, 52, "#7a4a2c")


def office(canvas: Canvas, front: str = "#f3ecdc", roof: str = "#2f7d78") -> None:
    """Draw the office of a ward from the street, in the morning."""
    canvas.bands((640, "#d3eaf6"), (760, "#c9cfc4"), (HEIGHT, "#9aa1a3"))
    canvas.disc(1120, 130, 62, "#f8dd84")
    canvas.box(220, 250, 1060, 690, front)
    canvas.box(190, 210, 1090, 270, roof, 8)
    canvas.box(420, 300, 860, 360, roof, 8)
    canvas.box(470, 322, 810, 340, "#ffffff", 6)
    for left in (280, 400, 790, 910):
        canvas.box(left, 410, left + 90, 530, "#b9dbe6", 6)
    canvas.box(540, 420, 740, 690, "#7d99a0", 6)
    canvas.box(636, 420, 644, 690, "#e5eef0")
    for step in range(3):
        canvas.box(490 - step * 24, 690 + step * 22, 790 + step * 24, 712 + step * 22, "#d7d2c6")
    canvas.tree(110, 720, 130)
    canvas.tree(1180, 720, 120, "#4d8f5f")
    canvas.person(400, 740, 44, Look("#b7556b", skin=1, hair=1))
    canvas.person(900, 760, 46, Look("#4b6d9a", skin=0, hair=0))


SCENES: Mapping[str, Callable[[Canvas], None]] = {
    "counter": counter,
    "counter-quiet": partial(counter, wall="#ece4d4", plate="#8a5a2b", visitors=1),
    "counter-busy": partial(counter, wall="#dbe5f0", plate="#2c5f93", visitors=4),
    "laptop": laptop,
    "laptop-one": partial(laptop, wall="#dfe9df", helpers=1),
    "kiosk": kiosk,
    "kiosk-blue": partial(kiosk, wall="#efe9dd", screen="#3672b0"),
    "field": field,
    "field-evening": partial(field, sky="#f7dcc0", crop="#a9a94f"),
    "delivery": delivery,
    "delivery-yard": partial(delivery, house="#d9e6d2", coat="#c79a2b"),
    "meeting": meeting,
    "meeting-blue": partial(meeting, banner="#28557d", seats=5),
    "papers": papers,
    "papers-blue": partial(papers, table="#9fb4bd", stamp="#8c2f5a"),
    "office": office,
    "office-yellow": partial(office, front="#f2dfa9", roof="#a04a35"),
}
