"""The editor's page: saving, conflicts, versions, the way to the portal, and what can be taken away."""

import re
from datetime import timedelta

from review.access import Person, Role
from review.models import Draft, DraftRevision, OutboxRow, PullReceipt
from tests.console.desk import Browser, Desk

LINK = "https://example.org/tra-ket-qua"
HOSTILE = '<b>Tít</b> "><script>alert(1)</script>'


def the_draft(desk: Desk) -> Draft:
    found: Draft = desk.rows(Draft)[0]
    return found


async def filled(browser: Browser, draft: str, **fields: str) -> None:
    """Give every field words, so that nothing is open."""
    full = {"title": "Tít", "standfirst": "Sa-pô", "body": "Thân bài.", "byline": "Lan", "source_line": "(Theo Lan)"}
    answer = await browser.posts(f"/drafts/{draft}", {"version": 1, **full, **fields})
    assert answer.status_code == 303, answer.text


async def test_saving_keeps_a_version_with_its_paragraphs(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()

    answer = await at_has.posts(
        f"/drafts/{draft}", version=1, title="Tít  mới\x07", body="Đoạn một.\r\n\r\nĐoạn\r\nhai.\n\n\n", keywords="a, b"
    )
    page = (await at_has.follows(answer)).text

    article = desk.rows(DraftRevision)[-1].article
    assert "Đã lưu phiên bản 2." in page
    assert article["title"] == the_draft(desk).title == "Tít mới"
    assert article["body"] == ["Đoạn một.", "Đoạn hai."]
    assert article["keywords"] == ["a", "b"]


async def test_two_editors_cannot_overwrite_each_other_silently(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()
    other = desk.browser(desk.a_person("Tú", Role.EDITOR))
    await other.posts(f"/drafts/{draft}", version=1, title="Tít của Tú")

    answer = await at_has.posts(f"/drafts/{draft}", version=1, title="Tít của Hà")

    assert answer.status_code == 409
    assert "Tú đã lưu phiên bản 2 khi anh/chị đang sửa." in answer.text
    assert 'lang="vi" class="grows">Tít của Hà</textarea>' in answer.text
    assert "<del>Tú</del>" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert the_draft(desk).title == "Tít của Tú"
    assert len(desk.rows(DraftRevision)) == 2


async def test_pressing_save_again_after_a_conflict_keeps_ones_own_knowingly(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()
    await at_has.posts(f"/drafts/{draft}", version=1, title="Một")
    await at_has.posts(f"/drafts/{draft}", version=1, title="Hai")

    answer = await at_has.posts(f"/drafts/{draft}", version=2, title="Hai")

    assert answer.status_code == 303
    assert the_draft(desk).title == "Hai"


async def test_an_earlier_version_comes_back_as_a_new_one(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()
    first = the_draft(desk).title
    await at_has.posts(f"/drafts/{draft}", version=1, title="Một")

    answer = await at_has.posts(f"/drafts/{draft}/restore", version=2, restored=1)

    assert answer.status_code == 303
    assert (the_draft(desk).title, the_draft(desk).version) == (first, 3)


async def test_what_is_still_open_is_listed_and_keeps_the_draft_from_being_ready(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()
    await at_has.posts(f"/drafts/{draft}", version=1, title="[[tít]]")

    page = (await at_has.gets(f"/drafts/{draft}")).text
    answer = await at_has.posts(f"/drafts/{draft}/mark_ready")

    assert 'href="#f-title" data-find="[[tít]]"' in page
    assert answer.status_code == 422
    assert "Bản nháp còn chỗ trống" in answer.text
    assert the_draft(desk).status == "drafted"


async def test_the_way_to_the_portal_sends_the_correspondent_the_link(desk: Desk, ha: Person, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()
    await filled(at_has, draft)
    desk.clock.at += timedelta(minutes=10)

    for verb, form in (("mark_ready", {}), ("take", {"version": 2}), ("publish", {"url": LINK})):
        answer = await at_has.posts(f"/drafts/{draft}/{verb}", form)
        assert answer.status_code == 303, (verb, answer.text)

    assert the_draft(desk).status == "published"
    assert the_draft(desk).published_url == LINK
    assert [(row.by_id, row.version, row.way) for row in desk.rows(PullReceipt)] == [(ha.id, 2, "console")]
    assert "published" in [row.kind for row in desk.rows(OutboxRow)]
    page = (await at_has.gets(f"/drafts/{draft}")).text
    assert LINK in page
    assert "12 Tháng Mười Một 2026 12:10:00 CH" in page


async def test_an_address_that_is_none_is_refused_and_kept_in_the_form(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()
    await filled(at_has, draft)
    await at_has.posts(f"/drafts/{draft}/mark_ready")

    for url in ("javascript:alert(1)", "data:text/html,x", "http://", "ftp://example.org/a", "abc", ""):
        answer = await at_has.posts(f"/drafts/{draft}/publish", url=url)
        assert answer.status_code == 422
        assert "Địa chỉ chưa đúng" in answer.text
        assert f'value="{url}" placeholder' in answer.text
        assert f'href="{url}"' not in answer.text

    assert the_draft(desk).status == "ready"


async def test_every_text_of_a_draft_is_shown_as_text_everywhere(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip(photo=True)
    fields = dict.fromkeys(("title", "standfirst", "body", "byline", "source_line", "photo-1-caption"), HOSTILE)
    await at_has.posts(
        f"/drafts/{draft}", {"version": 1, "photos": 1, "photo-1-use": 1, "photo-1-alt": HOSTILE, **fields}
    )

    for path in (f"/drafts/{draft}", "/drafts", f"/drafts/{draft}/article.html"):
        page = (await at_has.gets(path)).text
        assert "<b>Tít" not in page
        assert "<script>alert" not in page
    preview = await at_has.posts(f"/drafts/{draft}/preview", title=HOSTILE)
    assert "&lt;b&gt;Tít" in preview.text


async def test_photos_are_left_out_put_back_and_ordered(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip(photo=True)

    await at_has.posts(f"/drafts/{draft}", {"version": 1, "photos": 1})
    without = desk.rows(DraftRevision)[-1].article["photos"]
    await at_has.posts(
        f"/drafts/{draft}", {"version": 2, "photos": 1, "photo-1-use": 1, "photo-1-caption": "Trả hồ sơ."}
    )
    back = desk.rows(DraftRevision)[-1].article["photos"]

    assert without == []
    assert [(photo["number"], photo["caption"]) for photo in back] == [(1, "Trả hồ sơ.")]
    assert back[0]["key"]


async def test_a_draft_is_taken_away_as_files_with_telling_names(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip(photo=True)
    await filled(at_has, draft, title="Trả hồ sơ tại nhà")

    page = await at_has.gets(f"/drafts/{draft}/article.html")
    text = await at_has.gets(f"/drafts/{draft}/article.md")
    photo = await at_has.gets(f"/drafts/{draft}/photos/1")

    assert page.headers["content-disposition"] == f'attachment; filename="{draft}-tra-ho-so-tai-nha.html"'
    assert text.text.count("# Trả hồ sơ tại nhà") == 1
    assert photo.headers["content-disposition"] == f'attachment; filename="{draft}-tra-ho-so-tai-nha-1.jpg"'
    assert (await at_has.gets(f"/drafts/{draft}/photos/7")).status_code == 404
    assert desk.rows(PullReceipt) == []


async def test_a_moderator_reads_a_draft_but_changes_nothing(desk: Desk, minh: Person, at_minhs: Browser) -> None:
    _, draft = desk.an_approved_tip(by=minh)

    page = (await at_minhs.gets(f"/drafts/{draft}")).text
    answer = await at_minhs.posts(f"/drafts/{draft}", version=1, title="Tít của Minh")

    assert "data-save" not in page
    assert re.search(r'name="title"[^>]* readonly', page)
    assert answer.status_code == 403
    assert len(desk.rows(DraftRevision)) == 1


async def test_drafts_are_listed_by_status(desk: Desk, at_has: Browser) -> None:
    _, draft = desk.an_approved_tip()
    await filled(at_has, draft, title="Trả hồ sơ tại nhà")
    await at_has.posts(f"/drafts/{draft}/mark_ready")

    assert "Trả hồ sơ tại nhà" in (await at_has.gets("/drafts?shelf=ready")).text
    assert "Trả hồ sơ tại nhà" not in (await at_has.gets("/drafts?shelf=published")).text
    assert (await at_has.gets("/drafts?shelf=nowhere")).status_code == 422
