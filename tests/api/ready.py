"""Drafts that are ready, for the tests of the API and of pulling."""

from dataclasses import replace

from review import draft_view, drafting
from review.access import Person
from review.db import Session
from tests.console.desk import Desk

TITLE = "Trả kết quả tại nhà"


def a_ready_draft(desk: Desk, editor: Person) -> str:
    """Have a tip with a photo approved, its draft filled and declared ready; returns the draft's reference."""
    _tip, reference = desk.an_approved_tip(photo=True)
    changed(desk, editor, reference, title=TITLE)
    desk.database.act_now(
        lambda session: drafting.mark_ready(
            session, draft_view.get(session, reference), by=editor, door="console", now=desk.clock()
        )
    )
    return reference


def changed(desk: Desk, editor: Person, reference: str, *, title: str) -> None:
    """Save a draft whose every field is filled."""

    def save(session: Session) -> None:
        draft = draft_view.get(session, reference)
        article = draft_view.of(session, draft).article
        photos = (replace(p, caption="Trao kết quả.", alt="Hai người", credit="Ảnh: Lan") for p in article.photos)
        whole = replace(
            article,
            section="CCHC",
            title=title,
            subtitle="",
            standfirst="",
            body=("Một đoạn.",),
            photos=tuple(photos),
            byline="Lan",
            source_line="",
            keywords=(),
        )
        drafting.save(session, draft, whole, version=draft.version, by=editor, door="console", now=desk.clock())

    desk.database.act_now(save)
