"""Drafts over the API: listed by cursor, read in every form, told to be taken or published."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response

from review import draft_view, drafting
from review.api.callers import DOOR, Caller, Reads, Writes
from review.api.shapes import DraftDetail, DraftList, DraftSummary, Published, Taken, cursor, detail, place
from review.db import Session
from review.exports import item, ninjs
from review.exports.forms import FORMS, form
from review.exports.item import Files, NewsItem, photo_data
from review.models import Draft
from review.workflow import DraftStatus

router = APIRouter(tags=["drafts"])
BASE = "/api/v1"
T = TypeVar("T")
MOST = 200
NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"description": "No draft has this reference."}}
OLD_NINJS = "1.6"


@router.get("/drafts")
async def drafts(
    caller: Reads,
    status: Annotated[list[DraftStatus] | None, Query(description="Only these; all where none is named.")] = None,
    since: Annotated[str, Query(max_length=60, description="A cursor of an earlier answer.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> DraftList:
    """List drafts in the order in which they last changed, those after `since`."""
    after = place(since)
    rows = await caller.newsroom.database.read(
        lambda session: draft_view.changed_since(session, after, statuses=status or list(DraftStatus), limit=limit + 1)
    )
    await caller.noted("api_list", "drafts")
    shown = rows[:limit]
    last = shown[-1].sequence if shown else after
    summaries = [DraftSummary.of(draft) for draft in shown]
    return DraftList(drafts=summaries, cursor=cursor(last), has_more=len(rows) > limit)


@router.get("/drafts/{reference}.{extension}", responses=NOT_THERE)
async def draft_in_a_form(
    reference: str,
    extension: str,
    request: Request,
    caller: Reads,
    ninjs_version: Annotated[str, Query(alias="ninjs", description="1.6 for systems of that generation.")] = "3.1",
) -> Response:
    """Return a draft as html, md, txt, docx, json (ninjs), xml (NewsML-G2) or zip. Reading is not taking."""
    chosen = form(extension)
    found = await _found(caller, reference)
    await caller.noted("api_read", f"draft:{reference}")
    tag = f'"{found.reference}-{found.version}-{extension}-{ninjs_version if extension == "json" else ""}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    write = ninjs.write_old if extension == "json" and ninjs_version == OLD_NINJS else chosen.write
    data = await asyncio.to_thread(write, found, files(caller))
    named = f'attachment; filename="{found.stem}.{extension}"'
    return Response(data, media_type=chosen.media_type, headers={"ETag": tag, "Content-Disposition": named})


@router.get("/drafts/{reference}", responses=NOT_THERE)
async def draft(reference: str, request: Request, response: Response, caller: Reads) -> DraftDetail:
    """Return a draft with its article; `ETag` changes with every save and every move."""
    found = await _found(caller, reference)
    await caller.noted("api_read", f"draft:{reference}")
    tag = f'"{found.reference}-{found.version}-{found.status}"'
    response.headers["ETag"] = tag
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})  # type: ignore[return-value]  # FastAPI passes it on
    return _detail(caller, found)


@router.post("/drafts/{reference}/taken", responses=NOT_THERE)
async def taken(reference: str, caller: Writes, body: Taken | None = None) -> DraftDetail:
    """Say that a version was taken into another system; the current one where none is named."""

    def take(session: Session, draft: Draft) -> None:
        version = body.version if body and body.version else draft.version
        drafting.take(session, draft, version=version, way="api", by=caller.person, door=DOOR, now=caller.now)

    return await _acted(caller, reference, take)


@router.post("/drafts/{reference}/published", responses=NOT_THERE)
async def published(reference: str, body: Published, caller: Writes) -> DraftDetail:
    """Say where the article stands on the portal; its correspondents are told, with the link."""

    def publish(session: Session, draft: Draft) -> None:
        drafting.publish(session, draft, url=body.url, by=caller.person, door=DOOR, now=caller.now)

    return await _acted(caller, reference, publish)


def files(caller: Caller) -> Files:
    """Return where photos are: over the API by address, their bytes from the store."""
    base = caller.newsroom.settings.base_url
    return Files(
        lambda photo: f"{base}{BASE}/media/{photo.key}" if photo.key else None,
        photo_data(caller.newsroom.media),
    )


async def _found(caller: Caller, reference: str) -> NewsItem:
    settings = caller.newsroom.settings
    return await caller.newsroom.database.read(
        lambda session: item.read(session, draft_view.get(session, reference), settings=settings)
    )


async def _acted(caller: Caller, reference: str, act: Callable[[Session, Draft], None]) -> DraftDetail:
    await caller.newsroom.database.act(lambda session: act(session, draft_view.get(session, reference)))
    return _detail(caller, await _found(caller, reference))


def _detail(caller: Caller, found: NewsItem) -> DraftDetail:
    base, where = caller.newsroom.settings.base_url, files(caller)
    urls = {photo.number: where.url(photo) for photo in found.article.photos}
    return detail(found, urls, {name: f"{base}{BASE}/drafts/{found.reference}.{name}" for name in FORMS})
