"""One draft: the editor's form, its versions, and the verbs that lead it to the portal."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.exceptions import HTTPException

from review import draft_view, drafting
from review.console import draft_form, draft_page, refusals, said
from review.console.acting import DOOR, act
from review.console.addresses import LARGEST
from review.console.draft_page import DraftPage
from review.console.gate import SeesDrafts
from review.console.pages import Page, ThisPage
from review.db import Session
from review.draft_view import RevisionView
from review.errors import ReviewError, StaleVersion
from review.models import Draft
from review.rendering.article import Article
from review.sessions import SignedIn
from review.workflow import DraftVerb

router = APIRouter(prefix="/drafts/{reference}")
Version = Annotated[int, Form(ge=1, le=LARGEST)]
SAID = {
    DraftVerb.EDIT: "draft.saved",
    DraftVerb.MARK_READY: "draft.ready",
    DraftVerb.RETURN: "draft.returned",
    DraftVerb.TAKE: "draft.taken",
    DraftVerb.PUBLISH: "draft.published",
    DraftVerb.DISCARD: "draft.discarded",
}
Do = Callable[[Session, Draft], object]


@router.get("")
async def draft(reference: str, page: ThisPage, signed: SeesDrafts) -> Response:
    """Show a draft."""
    return _page(page, await _read(page, signed, reference))


@router.post("")
async def save(reference: str, request: Request, page: ThisPage, signed: SeesDrafts, version: Version) -> Response:
    """Keep what was typed as a new version; whoever saved in between is shown beside it, and nothing typed is lost."""
    shown = await _read(page, signed, reference)
    typed = await _typed(request, shown)

    def do(session: Session, draft: Draft) -> None:
        drafting.save(session, draft, typed, version=version, by=signed.person, door=DOOR, now=page.now)

    try:
        await _act(page, signed, DraftVerb.EDIT, reference, do)
    except ReviewError as error:
        return await _not_saved(page, signed, shown, typed, error)
    return said.then(f"/drafts/{reference}", "draft.saved", {"n": version + 1})


@router.post("/preview")
async def preview(reference: str, request: Request, page: ThisPage, signed: SeesDrafts) -> Response:
    """Show what was typed in the portal's form, without keeping it."""
    shown = await _read(page, signed, reference)
    typed = await _typed(request, shown)
    return page.part("_preview.html", preview=draft_page.preview(typed, shown.photos))


@router.post("/restore")
async def restore(
    reference: str,
    page: ThisPage,
    signed: SeesDrafts,
    version: Version,
    restored: Annotated[int, Form(ge=1, le=LARGEST)],
) -> Response:
    """Make an earlier version the newest again; the versions in between stay."""

    def do(session: Session, draft: Draft) -> None:
        earlier = _revision(session, draft, restored).article
        note = f"restored {restored}"
        drafting.save(session, draft, earlier, version=version, by=signed.person, door=DOOR, now=page.now, note=note)

    return await _then(page, signed, DraftVerb.EDIT, reference, do, {"n": version + 1})


@router.post("/mark_ready")
async def mark_ready(reference: str, page: ThisPage, signed: SeesDrafts) -> Response:
    def do(session: Session, draft: Draft) -> None:
        drafting.mark_ready(session, draft, by=signed.person, door=DOOR, now=page.now)

    return await _then(page, signed, DraftVerb.MARK_READY, reference, do)


@router.post("/return")
async def back_to_work(reference: str, page: ThisPage, signed: SeesDrafts) -> Response:
    def do(session: Session, draft: Draft) -> None:
        drafting.move(session, draft, DraftVerb.RETURN, by=signed.person, door=DOOR, now=page.now)

    return await _then(page, signed, DraftVerb.RETURN, reference, do)


@router.post("/take")
async def take(reference: str, page: ThisPage, signed: SeesDrafts, version: Version) -> Response:
    """Record that the editor took the version the page showed."""

    def do(session: Session, draft: Draft) -> None:
        taken = min(version, draft.version)
        drafting.take(session, draft, version=taken, way=DOOR, by=signed.person, door=DOOR, now=page.now)

    return await _then(page, signed, DraftVerb.TAKE, reference, do, {"ten": signed.person.name, "n": version})


@router.post("/publish")
async def publish(
    reference: str, page: ThisPage, signed: SeesDrafts, url: Annotated[str, Form(max_length=2100)] = ""
) -> Response:
    """Record the address on the portal; the correspondents are sent the link."""

    def do(session: Session, draft: Draft) -> None:
        drafting.publish(session, draft, url=url, by=signed.person, door=DOOR, now=page.now)

    return await _then(page, signed, DraftVerb.PUBLISH, reference, do, url=url)


@router.post("/discard")
async def discard(
    reference: str, page: ThisPage, signed: SeesDrafts, reason: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    def do(session: Session, draft: Draft) -> None:
        drafting.move(session, draft, DraftVerb.DISCARD, by=signed.person, door=DOOR, now=page.now, reason=reason)

    return await _then(page, signed, DraftVerb.DISCARD, reference, do)


async def _then(
    page: Page,
    signed: SignedIn,
    verb: DraftVerb,
    reference: str,
    do: Do,
    values: dict[str, str | int] | None = None,
    url: str = "",
) -> Response:
    """Run a verb and say so on the draft's page; a refusal is said there as well."""
    try:
        await _act(page, signed, verb, reference, do)
    except ReviewError as error:
        return _page(page, await _read(page, signed, reference), error=error, url=url)
    return said.then(f"/drafts/{reference}", SAID[verb], values)


async def _act(page: Page, signed: SignedIn, verb: DraftVerb, reference: str, do: Do) -> None:
    await act(page, signed, verb.value, reference, lambda session: do(session, draft_view.get(session, reference)))


async def _read(page: Page, signed: SignedIn, reference: str) -> DraftPage:
    return await page.newsroom.database.read(
        lambda session: draft_page.read(session, reference, newsroom=page.newsroom, by=signed.person)
    )


async def _typed(request: Request, shown: DraftPage) -> Article:
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    try:
        return draft_form.article_of(form, shown.article, shown.photos)
    except ReviewError as error:
        raise HTTPException(413, "page.too_large") from error


async def _not_saved(page: Page, signed: SignedIn, shown: DraftPage, typed: Article, error: ReviewError) -> Response:
    """Show what was typed again; after somebody else's save, with their version beside it."""
    if not isinstance(error, StaleVersion):
        return _page(page, shown, typed=typed, error=error)
    theirs = await _read(page, signed, shown.view.reference)
    return _page(page, theirs, typed=typed, error=error, is_conflict=True)


def _page(
    page: Page,
    shown: DraftPage,
    *,
    typed: Article | None = None,
    error: ReviewError | None = None,
    url: str = "",
    is_conflict: bool = False,
) -> Response:
    refusal = refusals.sentence(error, page.newsroom, page.locale) if error else ""
    if is_conflict:
        last = shown.versions[0]
        refusal = page.label("draft.conflict", ten=last.who, n=last.number)
    article = typed or shown.article
    differing = draft_page.changed_fields(shown.article, article) if is_conflict else ()
    return page.html(
        "draft.html",
        refusals.status_of(error) if error else 200,
        draft=shown,
        article=article,
        body=draft_form.body_text(article),
        refusal=refusal,
        differing=differing,
        url=url,
    )


def _revision(session: Session, draft: Draft, number: int) -> RevisionView:
    for revision in draft_view.revisions(session, draft):
        if revision.version == number:
            return revision
    raise StaleVersion(reference=draft.reference)
