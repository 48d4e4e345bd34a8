"""Who plays in the rehearsal. All people and wards are fictional; the numbers are the stand-in's own."""

from dataclasses import dataclass

from bot.rehearsal.world import World
from review.access import Role

GROUP = -1_007_000_000_001
GROUP_TITLE = "Bàn duyệt tin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with a telephone; `role` is None for people the desk does not know."""

    key: str
    account: int
    name: str
    role: Role | None = None
    unit: str | None = None
    pen_name: str = ""
    byline: str = "pen"


LAN = Actor("lan", 700_000_101, "Lan", Role.CORRESPONDENT, "p-binh-mau", "Ngọc Lan")
STRANGER = Actor("stranger", 700_000_102, "Bảo")
QUAN = Actor("quan", 700_000_103, "Quân", Role.CORRESPONDENT, "p-hoa-mau", "Minh Quân")
MINH = Actor("minh", 700_000_201, "Minh", Role.MODERATOR)
AN = Actor("an", 700_000_202, "An", Role.MODERATOR)
HA = Actor("ha", 700_000_203, "Hà", Role.EDITOR)
CHIEF = Actor("chief", 700_000_204, "Quản trị", Role.ADMIN)
GUEST = Actor("guest", 700_000_205, "Khách")

CORRESPONDENTS = (
    LAN,
    QUAN,
    Actor("thu", 700_000_111, "Nguyễn Minh Thư", Role.CORRESPONDENT, "p-binh-mau", "Minh Thư"),
    Actor("hoai_an", 700_000_112, "Trần Hoài An", Role.CORRESPONDENT, "p-tan-mau", "Hoài An"),
    Actor("tung", 700_000_113, "Lê Thanh Tùng", Role.CORRESPONDENT, "p-tan-mau", "Thanh Tùng"),
    Actor("tuan", 700_000_114, "Phạm Anh Tuấn", Role.CORRESPONDENT, "p-binh-mau", "Anh Tuấn"),
    Actor("doan", 700_000_115, "Đoàn phường Bình Mẫu", Role.CORRESPONDENT, "doan-p-binh-mau", byline="real"),
    Actor("quynh", 700_000_116, "Nguyễn Thị Ngọc Quỳnh", Role.CORRESPONDENT, "p-hoa-mau", "Ngọc Quỳnh"),
    Actor("hien", 700_000_117, "Bảy Hiền", Role.CORRESPONDENT, "hnd-x-an-mau", byline="real"),
)
STAFF = (MINH, AN, HA, CHIEF)
EVERYBODY = (*CORRESPONDENTS, *STAFF, STRANGER, GUEST)


def open_telephones(world: World) -> None:
    """Give everybody a private chat with the bot, and the desk its group."""
    for actor in EVERYBODY:
        world.person(actor.account, actor.name)
    members = [actor.account for actor in (*STAFF, GUEST)]
    world.group(GROUP, GROUP_TITLE, members, [CHIEF.account])
