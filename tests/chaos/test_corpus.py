"""Hostile texts, captions and names through the whole desk: stored or cleanly refused (promises, section 4)."""

import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from markdown_it import MarkdownIt

from bot.telegram import outbound
from review.console.app import create_app
from review.console.gate import COOKIE
from review.exports.html import preview
from review.exports.markdown import markdown
from review.language.clean import clean_text
from review.language.inspection import inspect
from review.rendering.article import Photo
from review.rendering.drafts import render
from tests.chaos.corpus import NAMES, is_a_command, some_texts, texts
from tests.chaos.figures import ON_BOTH_IN_FULL, Figures, size
from tests.chaos.test_races import a_session
from tests.chaos.updates import a_text
from tests.rules.tips_told import SENT_AT, told
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, a_photo, opened_stage

IN_PROCESS, THROUGH_THE_DESK = size(120, 10_000), size(10, 1000)
FIRST = 700_008_000
PATIENT = 2.0  # seconds a single text may take on a busy machine
OURS = {
    "html",
    "head",
    "meta",
    "title",
    "body",
    "article",
    "span",
    "time",
    "h1",
    "p",
    "strong",
    "em",
    "figure",
    "figcaption",
    "img",
    "mark",
}

pytestmark = pytest.mark.chaos


class Elements(HTMLParser):
    """The elements a browser would see."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_every_text_can_be_stored_read_printed_and_cut(capsys: pytest.CaptureFixture[str]) -> None:
    figures, slowest = Figures(capsys, "corpus of texts"), 0.0
    for text in texts("texts", IN_PROCESS):
        begun = time.process_time()
        kept = clean_text(text)
        kept.encode()
        assert "\x00" not in kept
        inspect(kept, SENT_AT, has_file=False)
        printed_as_text(text)
        cut_between_characters(kept)
        slowest = max(slowest, time.process_time() - begun)
    figures.others = {"slowest": f"{slowest:.2f} s"}
    figures.told(f"{IN_PROCESS} texts")
    assert slowest < PATIENT


def printed_as_text(text: str) -> None:
    """Check that what is printed holds our elements alone, and no code that runs."""
    photo = Photo(1, "key", clean_text(text)[:300], clean_text(text)[:200], clean_text(text)[:60])
    article = replace(render(told(text, text[::-1])).article, photos=(photo,))
    html = preview(article, photo_url=lambda photo: f"{photo.number}.jpg")
    seen = Elements(html)
    assert seen.seen <= OURS
    assert not [name for name in seen.attributes if name.startswith("on")]
    written = markdown(article, photo_url=lambda photo: f"{photo.number}.jpg")
    again = Elements(MarkdownIt().render(written))
    assert "script" not in again.seen
    assert "a" not in again.seen


def cut_between_characters(text: str) -> None:
    for longest in (4096, 1024, 200, 3):
        cut = outbound.cut(text, longest)
        assert len(cut.encode("utf-16-le")) <= longest * 2
        assert cut.strip()


@ON_BOTH_IN_FULL
async def test_hostile_messages_go_through_the_desk(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = Figures(capsys, "corpus through the desk")
    async with opened_stage(database_url, tmp_path / "desk") as stage:
        lan, minh = Correspondent(stage, FIRST, "Lan <b>&{{7*7}}"), Staff(stage, FIRST + 1, "Minh")
        await lan.joins(pen_name="Bút <i>danh</i> {{ 7*7 }} \u202e")
        await minh.joins()
        async with pages_of(stage, minh) as pages:
            for number, text in enumerate(some_texts("desk", THROUGH_THE_DESK)):
                figures.lost += await lost(stage, lan, minh, pages, number, text)
        assert stage.count("inbox", "state <> 'done'") == 0
        assert stage.count("outbox", "state = 'gone'") == 0
        assert refused_calls(stage) == []
    figures.told(f"{THROUGH_THE_DESK} tips with text, caption, name and facts")


async def lost(stage: Stage, lan: Correspondent, minh: Staff, pages: httpx.AsyncClient, number: int, text: str) -> int:
    """Send one hostile tip to its end; returns how many of its messages are missing."""
    before = stage.count("tip_message")
    stage.telegram.queue.put(a_text(lan.account, 60_000 + number, text))
    await stage.settles()
    await lan.sends_photo(a_photo(), text[:1024])
    name = NAMES[number % len(NAMES)]
    stage.telegram.stage.sends_file(lan.chat, lan.account, "document", b"%PDF-1.4 x", name=name, caption=text[:1024])
    await stage.settles()
    await lan.presses("Xong")
    await lan.presses("Gửi Ban Biên tập")
    reference = lan.last_reference()
    await minh.presses_on_card(reference, "Duyệt")
    for path in (f"/tips/{reference}", f"/queue?tip={reference}", f"/drafts/{reference.replace('T-', 'B-')}"):
        answer = await pages.get(path)
        assert answer.status_code == httpx.codes.OK
        assert "<script>alert" not in answer.text
    is_said = bool(clean_text(text).strip()) and not is_a_command(clean_text(text))
    return before + 2 + is_said - stage.count("tip_message")


def pages_of(stage: Stage, minh: Staff) -> httpx.AsyncClient:
    """Return a browser in which Minh is signed in."""
    transport = httpx.ASGITransport(app=create_app(stage.newsroom), raise_app_exceptions=False)
    cookie = {"Cookie": f"{COOKIE}={a_session(stage, minh)}"}
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=cookie)


def refused_calls(stage: Stage) -> list[object]:
    """Return the calls the Bot API refused, but for the answer that nothing has changed."""
    calls = [entry.details for entry in stage.telegram.ledger.since(what="call") if not entry.details["ok"]]
    return [call for call in calls if "not modified" not in str(call)]
