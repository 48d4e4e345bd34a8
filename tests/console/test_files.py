"""What a tip brings beside photos: played where it can be, else taken away as bytes; photos by our copy alone."""

from pathlib import Path

import pytest
from sqlmodel import update

from review.models import Attachment
from tests.conftest import ON_SQLITE
from tests.console.desk import Browser, Desk

pytestmark = ON_SQLITE
MOVED = b"\x00\x00\x00\x18ftypmp42" + b"film" * 50
PAGE = b"<!doctype html><script>alert(1)</script>"


def a_file(desk: Desk, data: bytes, media_type: str | None, **more: str | None) -> str:
    """Have a tip with one file; returns its address."""
    tip = desk.a_tip(photo=True)
    values = {"kind": "document", "name": "Biên bản.html", "copy_key": None, "media_type": media_type, **more}
    key = desk.newsroom.media.put(data)
    desk.database.act_now(lambda session: session.exec(update(Attachment).values(original=key, **values)))
    return f"/tips/{tip}/files/{desk.rows(Attachment)[-1].id}"


async def test_a_video_is_played_in_its_place_and_in_parts(desk: Desk, at_minhs: Browser) -> None:
    address = a_file(desk, MOVED, "video/mp4", kind="video")

    page = await at_minhs.gets(address.partition("/files")[0])
    whole = await at_minhs.gets(address)
    part = await at_minhs.client.get(address, headers={"Range": "bytes=4-7"})
    beyond = await at_minhs.client.get(address, headers={"Range": "bytes=9999-"})

    assert f'<video controls preload="none" src="{address}"' in page.text
    assert "media-src 'self'" in page.headers["content-security-policy"]
    assert (whole.content, whole.headers["content-type"]) == (MOVED, "video/mp4")
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part.headers["content-range"] == f"bytes 4-7/{len(MOVED)}"
    assert (beyond.status_code, beyond.content) == (416, b"")


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", None])
async def test_all_else_comes_as_bytes_under_a_name_of_ours(
    desk: Desk, at_minhs: Browser, media_type: str | None
) -> None:
    address = a_file(desk, PAGE, media_type)

    answer = await at_minhs.gets(address)

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith('attachment; filename="T-')
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == PAGE


async def test_a_photo_is_never_given_as_it_was_sent(desk: Desk, at_minhs: Browser) -> None:
    address = a_file(desk, PAGE, "image/jpeg", kind="photo")

    assert (await at_minhs.gets(address)).status_code == 404


async def test_a_file_is_found_under_its_own_tip_alone(desk: Desk, at_minhs: Browser) -> None:
    other, address = desk.a_tip(), a_file(desk, MOVED, "video/mp4")
    number = Path(address).name

    assert (await at_minhs.gets(f"/tips/{other}/files/{number}")).status_code == 404
    assert (await at_minhs.gets(f"/tips/{other}/files/999999999999999999999")).status_code in {404, 422}
