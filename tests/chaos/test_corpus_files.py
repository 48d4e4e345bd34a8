"""Hostile files: a bomb ends the process that opens it, and what comes out of it is clean (promises, section 4)."""

import io
import random
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from review.media import media_type
from review.photo_copy import LONGEST_SIDE, PhotoCopy, copy_of, made
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, chance, size
from tests.stories.cast import Correspondent
from tests.stories.stage import Stage, a_photo, opened_stage

MUTATED, SNIFFED = size(150, 10_000), size(500, 10_000)
CANARY = b"CANARY-OF-A-CAMERA"
FIRST = 700_009_000
SECONDS = 25.0

pytestmark = pytest.mark.chaos


def a_png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """Return a black PNG of one bit a pixel: a few kilobytes that claim to be enormous."""
    line = b"\x00" * (1 + (width + 7) // 8)
    packer, packed = zlib.compressobj(9), b""
    for _ in range(height if rows is None else rows):
        packed += packer.compress(line)
    return PNG + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
            (b"IDAT", packed + packer.flush()),
            (b"IEND", b""),
        )
    )


PNG = b"\x89PNG\r\n\x1a\n"


def encoded(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def a_gif(frames: int) -> bytes:
    images = [Image.new("P", (8, 8), number % 255) for number in range(frames)]
    return encoded(images[0], "GIF", save_all=True, append_images=images[1:])


def with_exif(data: bytes, exif: bytes) -> bytes:
    """Return a JPEG with other metadata: after its first marker, as a camera writes them."""
    segment = b"Exif\x00\x00" + exif
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


JPEG = encoded(Image.new("RGB", (64, 48), "teal"), "JPEG")
LOOP = b"II*\x00\x08\x00\x00\x00\x01\x00\x69\x87\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00\x08\x00\x00\x00"
SVG = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
BOMBS = {
    "400 megapixels": a_png(20_000, 20_000),
    "144 megapixels": a_png(12_000, 12_000),
    "claims too much": a_png(6000, 6000, rows=1),
    "many frames": a_gif(size(300, 10_000)),
    "cmyk": encoded(Image.new("CMYK", (64, 48)), "JPEG"),
    "exif loop": with_exif(JPEG, LOOP),
    "exif junk": with_exif(JPEG, b"II*\x00" + b"\xff" * 500 + CANARY),
    "colour profile junk": encoded(Image.new("RGB", (64, 48)), "JPEG", icc_profile=CANARY * 99),
    "comment": encoded(Image.new("RGB", (64, 48)), "JPEG", comment=CANARY),
    "html inside": JPEG + b"<script>alert(1)</script>" + CANARY,
    "gifar": a_gif(2) + b"PK\x03\x04" + CANARY,
    "svg": SVG,
    "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + CANARY,
    "truncated": JPEG[: len(JPEG) // 2],
    "nothing": b"",
    "tiff": encoded(Image.new("1", (64, 48)), "TIFF"),
}
QUICK = ("400 megapixels", "144 megapixels", "cmyk", "exif loop", "html inside", "many frames", "heic")


@pytest.mark.parametrize("name", BOMBS if size(0, 1) else QUICK)
def test_a_hostile_picture_gives_a_clean_copy_or_none(name: str) -> None:
    begun = time.monotonic()

    copy = copy_of(BOMBS[name])

    assert time.monotonic() - begun < SECONDS
    assert copy is None or is_clean(copy)


def test_mutated_pictures_give_a_clean_copy_or_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    luck, figures, copies = chance("pictures"), Figures(capsys, "corpus of pictures"), 0
    seeds = [
        *(data for data in BOMBS.values() if 0 < len(data) < 5000),
        a_photo(),
        encoded(Image.new("RGB", (64, 48)), "WEBP"),
    ]
    for _ in range(MUTATED):
        try:
            copy = made(mutated(luck.choice(seeds), luck))
        except Exception:  # noqa: BLE001, S112 - in its own process any error ends in "no copy"
            continue
        copies += 1
        figures.lost += not is_clean(copy)
    figures.others = {"copies": copies}
    figures.told(f"{MUTATED} pictures")
    assert copies > 0


def test_the_kind_of_a_file_is_told_by_its_head_whatever_the_head_says(capsys: pytest.CaptureFixture[str]) -> None:
    luck = chance("heads")
    seeds = [*BOMBS.values(), a_zip(), b"%PDF-1.7 /JS (app.alert(1))", b"PK\x03\x04", b"OggS", b"ID3", b"\x00" * 9000]
    for _ in range(SNIFFED):
        kind = media_type(mutated(luck.choice(seeds)[:9000], luck))
        assert kind.isascii()
        assert "/" in kind
    Figures(capsys, "corpus of heads").told(f"{SNIFFED} files")


@ON_BOTH_IN_FULL
async def test_a_tip_with_hostile_files_arrives_whole(database_url: str, tmp_path: Path) -> None:
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan = Correspondent(stage, FIRST, "Lan")
        await lan.joins()
        for name in ("400 megapixels", "exif junk", "svg", "truncated"):
            stage.telegram.stage.sends_file(lan.chat, lan.account, "document", BOMBS[name], name=f"{name}.jpg")
        stage.telegram.stage.sends_file(lan.chat, lan.account, "document", a_zip(), name="bom.zip")
        stage.telegram.stage.sends_photo(lan.chat, lan.account, BOMBS["400 megapixels"], "Ảnh")
        await stage.settles()

        reference = await lan.sends("Sáng nay phường mở bàn hướng dẫn.")

        assert stage.count("attachment", "state = 'stored' AND original IS NOT NULL") == 6
        assert no_copy_holds_a_canary(stage)
        assert lan.was_told(f"Đã nhận tin {reference}")


def is_clean(copy: PhotoCopy) -> bool:
    """Tell whether a copy is a JPEG of bearable size that holds nothing but the picture."""
    with Image.open(io.BytesIO(copy.data)) as image:
        is_small = max(image.size) <= LONGEST_SIDE and image.size == (copy.width, copy.height)
        has_more = bool(image.getexif()) or "icc_profile" in image.info or "comment" in image.info
        return image.format == "JPEG" and is_small and not has_more and CANARY not in copy.data


def mutated(data: bytes, luck: random.Random) -> bytes:
    """Return the bytes cut, doubled, or with some of them changed."""
    changed = bytearray(data)
    for _ in range(luck.randint(0, 6)):
        if changed:
            changed[luck.randrange(len(changed))] = luck.randrange(256)
    cut = luck.choice([len(changed), len(changed), luck.randrange(len(changed) + 1)])
    return bytes(changed[:cut]) * luck.choice([1, 1, 2])


def a_zip() -> bytes:
    """Return an archive that unpacks to a thousand times its size, with a name that climbs out of its folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/passwd", b"\x00" * 1_000_000)
    return out.getvalue()


def no_copy_holds_a_canary(stage: Stage) -> bool:
    query = "SELECT copy_key FROM attachment WHERE copy_key IS NOT NULL"
    keys = stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).scalars().all())
    return not any(b"CANARY" in stage.newsroom.media.get(key) for key in keys)
