"""Files at the web door: in pieces on a bad line, whole without scripts, larger than a messenger takes, never half."""

import os

import httpx
import pytest

from bot.commands.tidying import close_forms
from bot.web import pieces
from review.access import Standing
from tests.stories.browser import FROM_A_PAGE, Form, opens_form
from tests.stories.cast import Correspondent, suspend
from tests.stories.stage import Stage, a_photo

VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + os.urandom(300_000)


class Line:
    """One upload as a browser with scripts makes it."""

    def __init__(self, form: Form) -> None:
        self.form, self.address = form, ""
        self.headers = {**FROM_A_PAGE, "X-Csrf": form.page().fields["csrf"]}

    async def begins(self, size: int, name: str = "video.mp4", about: str = "") -> httpx.Response:
        announced = {"name": name, "size": size, "about": about}
        answer = await self.form.client.post("/gui/uploads", json=announced, headers=self.headers)
        self.address = answer.headers.get("location", "")
        return answer

    async def sends(self, data: bytes, at: int) -> httpx.Response:
        headers = {**self.headers, "Upload-Offset": str(at)}
        return await self.form.client.patch(self.address, content=data, headers=headers)

    async def stands_at(self) -> int:
        return int((await self.form.client.head(self.address)).headers["upload-offset"])


@pytest.fixture
async def line(lan: Correspondent) -> Line:
    form = await opens_form(lan)
    await form.goes("/gui/")
    return Line(form)


async def test_a_file_in_pieces_joins_the_tip_once_it_is_whole(stage: Stage, line: Line) -> None:
    assert (await line.begins(len(VIDEO))).status_code == 201
    await line.sends(VIDEO[:100_000], 0)
    assert await line.stands_at() == 100_000
    assert stage.count("attachment") == 0

    answer = await line.sends(VIDEO[100_000:], 100_000)

    assert answer.headers["upload-complete"] == "1"
    assert stage.count("attachment", f"kind = 'video' AND state = 'stored' AND size = {len(VIDEO)}") == 1
    assert not list((stage.newsroom.settings.data_dir / pieces.FOLDER).glob("*.part"))


async def test_the_last_piece_sent_again_is_no_second_file(stage: Stage, line: Line) -> None:
    await line.begins(len(VIDEO))
    await line.sends(VIDEO, 0)

    answer = await line.sends(b"", len(VIDEO))

    assert answer.headers["upload-complete"] == "1"
    assert stage.count("attachment") == 1


async def test_a_piece_at_the_wrong_place_is_told_where_to_go_on(stage: Stage, line: Line) -> None:
    await line.begins(len(VIDEO))
    await line.sends(VIDEO[:5], 0)

    answer = await line.sends(VIDEO[7:], 7)

    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "5")
    assert stage.count("attachment") == 0


async def test_nothing_is_written_beyond_what_was_announced(stage: Stage, line: Line) -> None:
    await line.begins(30)

    await line.sends(VIDEO[:500], 0)

    assert stage.count("attachment", "size = 30") == 1


async def test_a_file_of_the_limit_is_taken_and_one_byte_more_is_not(stage: Stage, line: Line) -> None:
    limit = stage.newsroom.settings.upload_mb * 1024 * 1024

    assert (await line.begins(limit)).status_code == 201
    refused = await line.begins(limit + 1)

    assert refused.status_code == 413
    assert "200 MB" in refused.json()["said"]


async def test_programs_are_refused_and_leave_nothing(stage: Stage, line: Line) -> None:
    await line.begins(300, name="anh.jpg")

    answer = await line.sends(b"MZ" + bytes(298), 0)

    assert answer.status_code == 415
    assert stage.count("attachment") == stage.count("tip") == 0
    assert not list((stage.newsroom.settings.data_dir / pieces.FOLDER).glob("*.part"))


async def test_too_many_uploads_at_once_are_refused(line: Line) -> None:
    for _ in range(pieces.MOST_BEGUN):
        assert (await line.begins(10)).status_code == 201

    assert (await line.begins(10)).status_code == 429


async def test_an_upload_is_found_by_nobody_else(stage: Stage, line: Line) -> None:
    await line.begins(len(VIDEO))
    other = Correspondent(stage, 700000102, "Bình")
    await other.joins()
    form = await opens_form(other)
    await form.goes("/gui/")
    foreign = Line(form)
    foreign.address = line.address

    assert (await foreign.form.client.head(line.address)).status_code == 404
    assert (await foreign.sends(VIDEO, 0)).status_code == 404


async def test_without_a_token_or_a_session_nothing_is_begun(stage: Stage, lan: Correspondent, line: Line) -> None:
    line.headers["X-Csrf"] = "wrong"
    assert (await line.begins(10)).status_code == 403

    suspend(stage, lan, Standing.BANNED)

    assert (await line.begins(10)).status_code == 401
    assert not (stage.newsroom.settings.data_dir / pieces.FOLDER).exists()


async def test_a_photo_keeps_its_original_back_and_is_shown_without_its_camera(stage: Stage, line: Line) -> None:
    photo = a_photo()
    await line.begins(len(photo), name="../../anh.jpg")
    await line.sends(photo, 0)

    shown = await line.form.client.get("/gui/photos/1")

    assert stage.count("attachment", "kind = 'photo' AND name = 'anh.jpg' AND copy_key IS NOT NULL") == 1
    assert b"CANARY-CAMERA" in photo
    assert b"CANARY-CAMERA" not in shown.content


async def test_a_file_too_large_for_the_messenger_gets_a_link_that_takes_it(stage: Stage, lan: Correspondent) -> None:
    stage.telegram.stage.sends_file(lan.chat, lan.account, "video", b"x", file_size=31 * 1024 * 1024)
    await stage.settles()

    assert lan.was_told("nặng 31 MB", "/gui/")


async def test_what_nobody_goes_on_with_is_swept(stage: Stage, line: Line) -> None:
    await line.begins(len(VIDEO))
    folder = stage.newsroom.settings.data_dir / pieces.FOLDER
    for path in folder.iterdir():
        os.utime(path, (0, 0))

    await line.begins(10)

    assert len(list(folder.glob("*.json"))) == 1


async def test_only_one_writes_at_a_time(stage: Stage, line: Line) -> None:
    await line.begins(len(VIDEO))
    kept = pieces.Pieces(stage.newsroom.settings.data_dir)
    upload = kept.find(1, line.address.rpartition("/")[2])
    assert upload is not None
    with kept.opened(upload, 0):
        assert (await line.sends(VIDEO, 0)).status_code == 423

    assert (await line.sends(VIDEO, 0)).status_code == 204


async def test_links_and_browsers_are_forgotten_a_day_after_their_time(stage: Stage, line: Line) -> None:
    stage.telegram.clock.advance(8 * 24 * 3600 + 1)

    await close_forms(stage.newsroom)

    assert stage.count("personal_link") == stage.count("form_visit") == 0
