"""An editor is refused, mends what was found, and marks the draft ready."""

import html
from dataclasses import replace

import pytest
from sqlmodel import select

from review import draft_view, drafting
from review.access import Person, Role
from review.db import Session
from review.errors import ChecksOpen
from review.models import Draft, Term
from tests.conftest import ON_SQLITE
from tests.console.desk import Browser, Desk

STANDFIRST = "Sáng 12/11/2026, UBND phường Bình Mẫu trả kết quả hồ sơ tại nhà cho 12 người cao tuổi."
NUMBER = "0909 000 111"
WITH_NUMBER = f"Người dân gọi số {NUMBER} để đăng ký."
WITHOUT = "Người dân gọi tổng đài 1022 để đăng ký."
PHOTO = {"photos": 1, "photo-1-use": 1, "photo-1-caption": "Trao kết quả.", "photo-1-credit": "Ảnh: Lan"}


async def writes(browser: Browser, draft: str, version: int, **changes: str) -> None:
    fields = {"title": "Trả kết quả tại nhà", "standfirst": STANDFIRST, "body": WITHOUT, "byline": "Lan"}
    form = {**fields, **PHOTO, "photo-1-alt": "Hai người.", **changes, "version": version}
    answer = await browser.posts(f"/drafts/{draft}", form)
    assert answer.status_code == 303, answer.text


def status(desk: Desk) -> str:
    draft: Draft = desk.rows(Draft)[0]
    return draft.status.value


def takes_as(desk: Desk, code: str, level: str) -> None:
    """Have the newsroom take a check otherwise."""

    def act(session: Session) -> None:
        term = session.exec(select(Term).where(Term.kind == "check", Term.code == code)).one()
        term.details = {**term.details, "level": level}
        session.add(term)

    desk.database.act_now(act)


async def test_an_editor_is_refused_mends_and_marks_ready(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip(photo=True)
    await writes(at_has, draft, 1, body=WITH_NUMBER, **{"photo-1-alt": ""})

    page = html.unescape((await at_has.gets(f"/drafts/{draft}")).text)
    refused = await at_has.posts(f"/drafts/{draft}/mark_ready")

    assert f'href="#f-body" data-find="{NUMBER}">Chính văn: dữ liệu cá nhân còn hiện' in page
    assert 'href="#f-photo-1-alt">Mô tả ảnh 1: ảnh 1 chưa có mô tả' in page
    assert 'id="f-photo-1-alt"' in page
    assert refused.status_code == 422
    assert "Bản nháp chưa sẵn sàng, còn phải sửa: ảnh thiếu mô tả, dữ liệu cá nhân." in refused.text
    assert status(desk) == "drafted"

    await writes(at_has, draft, 2)
    assert (await at_has.posts(f"/drafts/{draft}/mark_ready")).status_code == 303
    assert status(desk) == "ready"


@ON_SQLITE
async def test_warnings_stand_beside_and_stop_nobody(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip(photo=True)
    await writes(at_has, draft, 1, standfirst=STANDFIRST.replace("Sáng", "Sáng thứ Ba, ngày"))

    page = html.unescape((await at_has.gets(f"/drafts/{draft}")).text)
    answer = await at_has.posts(f"/drafts/{draft}/mark_ready")

    assert 'data-find="thứ Ba, ngày 12/11/2026">Sa-pô: thứ và ngày không khớp, ngày ấy là thứ Năm' in page
    assert "chưa rõ quyền sử dụng ảnh 1" in page
    assert answer.status_code == 303


@ON_SQLITE
async def test_an_english_reader_is_told_in_english(desk: Desk) -> None:
    browser = desk.browser(desk.a_person("Ann", Role.EDITOR, locale="en"))
    _, draft = desk.an_approved_tip(photo=True)
    await writes(browser, draft, 1, body=WITH_NUMBER)

    page = html.unescape((await browser.gets(f"/drafts/{draft}")).text)
    refused = await browser.posts(f"/drafts/{draft}/mark_ready")

    assert "personal data can still be seen: hide or remove it" in page
    assert "please mend it first: personal data." in refused.text


@ON_SQLITE
async def test_what_blocks_is_the_newsrooms_to_say(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip(photo=True)
    await writes(at_has, draft, 1, body=WITH_NUMBER)
    takes_as(desk, "personal_data", "warning")
    takes_as(desk, "missing_source", "blocking")

    refused = await at_has.posts(f"/drafts/{draft}/mark_ready")
    assert "còn phải sửa: thiếu nguồn." in refused.text

    await writes(at_has, draft, 2, body=WITH_NUMBER, source_line="(Theo UBND phường Bình Mẫu)")
    assert (await at_has.posts(f"/drafts/{draft}/mark_ready")).status_code == 303


async def test_a_ready_draft_saved_with_what_blocks_is_a_draft_again(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip(photo=True)
    await writes(at_has, draft, 1)
    await at_has.posts(f"/drafts/{draft}/mark_ready")

    await writes(at_has, draft, 2, body=WITHOUT + " Xin mời.")
    assert status(desk) == "ready"
    await writes(at_has, draft, 3, body=WITH_NUMBER)
    assert status(desk) == "drafted"


@ON_SQLITE
async def test_the_title_of_a_published_article_is_told(desk: Desk, at_has: Browser) -> None:
    _, first = desk.an_approved_tip(photo=True)
    await writes(at_has, first, 1)
    await at_has.posts(f"/drafts/{first}/mark_ready")
    await at_has.posts(f"/drafts/{first}/publish", url="https://example.org/1")
    _, second = desk.an_approved_tip(photo=True)
    await writes(at_has, second, 1)

    page = html.unescape((await at_has.gets(f"/drafts/{second}")).text)

    assert f"trùng tít với bài đã đăng {first}" in page
    assert "trùng tít" not in (await at_has.gets(f"/drafts/{first}")).text


@ON_SQLITE
def test_the_refusal_names_the_checks_and_holds_no_content(desk: Desk, ha: Person) -> None:
    _, reference = desk.an_approved_tip(photo=True)

    def ready(session: Session) -> None:
        draft = draft_view.get(session, reference)
        article = draft_view.of(session, draft).article
        photos = tuple(replace(photo, alt="", caption="", credit="") for photo in article.photos)
        whole = replace(article, title="", standfirst="", body=(WITH_NUMBER,), photos=photos, byline="", source_line="")
        drafting.save(session, draft, whole, version=1, by=ha, door="console", now=desk.clock())
        drafting.mark_ready(session, draft, by=ha, door="console", now=desk.clock())

    with pytest.raises(ChecksOpen) as refused:
        desk.database.act_now(ready)

    assert refused.value.code == "checks_open"
    assert refused.value.values == {"reference": reference, "checks": "missing_title missing_alt personal_data"}
    assert NUMBER not in str(refused.value)
