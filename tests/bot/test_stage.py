"""The stage page: it signs its visitor in, plays people on the stand-in, and listens to its own page only."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.commands import rehearse, settings
from bot.rehearsal import memory
from bot.rehearsal.budgets import FREE
from bot.rehearsal.sample.cast import GROUP, LAN, MINH, open_telephones
from bot.rehearsal.server import StandIn
from bot.rehearsal.stage import app as stage
from bot.rehearsal.stage.words import words
from review.console.app import create_app
from review.newsroom import Newsroom, open_newsroom
from tests.stories.stage import a_photo

HOME = "http://127.0.0.1:8080"
NOW = datetime(2026, 11, 12, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    opened = open_newsroom(settings.rehearsal(8080, 8081, tmp_path_factory.mktemp("rehearsal")))
    yield opened
    opened.close()


@pytest.fixture
def stand_in(newsroom: Newsroom) -> StandIn:
    made = StandIn(FREE)
    rehearse.prepare(newsroom, made, has_sample=False)
    return made


@pytest.fixture
async def visitor(newsroom: Newsroom, stand_in: StandIn) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(newsroom, frame_ancestors="'self'")
    stage.mount(app, newsroom, stand_in)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=HOME) as client:
        yield client


async def test_the_page_signs_its_visitor_in_once(visitor: httpx.AsyncClient) -> None:
    first = await visitor.get("/stage")
    cookie = first.headers["set-cookie"].partition(";")[0]

    second = await visitor.get("/stage", headers={"Cookie": cookie})
    queue = await visitor.get("/queue", headers={"Cookie": cookie})

    assert first.status_code == 200
    assert "set-cookie" not in second.headers
    assert queue.status_code == 200


async def test_the_page_allows_no_script_but_its_own_and_nobody_to_frame_it(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/stage")

    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_the_page_speaks_english_where_it_is_asked_to(visitor: httpx.AsyncClient) -> None:
    english = await visitor.get("/stage", params={"lang": "en"})
    vietnamese = await visitor.get("/stage", params={"lang": "vi"})

    assert words("en")["steps"] in english.text
    assert words("vi")["steps"] in vietnamese.text


async def test_what_lan_sends_reaches_the_bot_and_her_telephone(visitor: httpx.AsyncClient, stand_in: StandIn) -> None:
    said = {"chat_id": LAN.account, "from_id": LAN.account, "text": "Sáng nay <b>phường</b> mở quầy"}

    answer = await visitor.post("/stage/send", json=said)
    news = (await visitor.get("/stage/news", params={"chat": f"{LAN.account}:-1"})).json()

    assert answer.status_code == 200
    assert len(stand_in.queue) == 1
    assert [message["text"] for message in news["chats"][str(LAN.account)]["messages"]] == [said["text"]]


@pytest.mark.parametrize(
    ("attached", "count", "kind"), [("photo", 1, "photo"), ("album", 3, "photo"), ("file", 1, "document")]
)
async def test_the_paperclip_attaches(
    visitor: httpx.AsyncClient, stand_in: StandIn, attached: str, count: int, kind: str
) -> None:
    said = {"chat_id": LAN.account, "from_id": LAN.account, "attached": attached}

    await visitor.post("/stage/send", json=said)

    messages = stand_in.world.chats[LAN.account].messages.values()
    assert [kind in message for message in messages] == [True] * count


async def test_another_site_can_play_nobody(visitor: httpx.AsyncClient, stand_in: StandIn) -> None:
    said = {"chat_id": LAN.account, "from_id": LAN.account, "text": "Tin giả"}

    answer = await visitor.post("/stage/send", json=said, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert len(stand_in.queue) == 0
    assert stand_in.world.chats[LAN.account].messages == {}


async def test_a_name_that_is_not_this_machines_is_refused(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/stage", headers={"Host": "desk.example.org"})

    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("press", {"chat_id": GROUP, "from_id": MINH.account, "message_id": 1, "data": "x"}),
        ("edit", {"chat_id": GROUP, "message_id": 1, "text": "x"}),
        ("send", {"chat_id": LAN.account, "from_id": LAN.account, "attached": "own", "own": ["không phải ảnh"]}),
    ],
)
async def test_what_makes_no_sense_is_refused_without_a_trace(
    visitor: httpx.AsyncClient, stand_in: StandIn, route: str, body: dict[str, object]
) -> None:
    answer = await visitor.post(f"/stage/{route}", json=body)

    assert answer.status_code == 400
    assert len(stand_in.queue) == 0


async def test_files_are_shown_as_pictures_or_offered_to_be_saved(
    visitor: httpx.AsyncClient, stand_in: StandIn
) -> None:
    photo, _ = stand_in.world.keep_file(a_photo(), "photos", ".jpg")
    page, _ = stand_in.world.keep_file(b"<html><script>alert(1)</script></html>", "documents", ".html")

    shown, saved = await visitor.get(f"/stage/files/{photo}"), await visitor.get(f"/stage/files/{page}")

    assert shown.headers["content-type"] == "image/jpeg"
    assert "content-disposition" not in shown.headers
    assert saved.headers["content-disposition"] == "attachment"
    assert (await visitor.get("/stage/files/none")).status_code == 404


def test_the_telephones_remember_and_number_on(tmp_path: Path) -> None:
    before, after = StandIn(FREE), StandIn(FREE)
    open_telephones(before.world)
    before.stage.sends_photo(LAN.account, LAN.account, a_photo(), "Ảnh sáng nay")

    memory.save(before.world, tmp_path)
    memory.load(after.world, tmp_path)
    memory.number_on(after.world, after.queue, NOW)

    kept, again = before.world.chats[LAN.account], after.world.chats[LAN.account]
    assert again.messages == kept.messages
    assert after.world.files == before.world.files
    assert again.next_id > max(again.messages)
    assert after.queue.put({"message": {}}) > before.queue.put({"message": {}})


def test_a_folder_that_is_no_rehearsals_is_left_alone(tmp_path: Path) -> None:
    treasure = tmp_path / "tinbai.sqlite3"
    treasure.write_text("somebody's desk")

    with pytest.raises(rehearse.CannotRehearse, match="--data-dir"):
        rehearse.prepare_folder(tmp_path, is_fresh=True)

    assert treasure.read_text() == "somebody's desk"


def test_fresh_empties_the_rehearsals_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "rehearsal"
    rehearse.prepare_folder(folder, is_fresh=False)
    (folder / "tinbai.sqlite3").touch()

    rehearse.prepare_folder(folder, is_fresh=True)

    assert [path.name for path in folder.iterdir()] == [rehearse.MARK]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_word_of_the_stage_is_said(locale: str) -> None:
    assert all(text.strip() for text in words(locale).values())
