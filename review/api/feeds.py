"""Feeds of the drafts that are ready or further, newest change first; a token in the address stands for a header."""

from fastapi import APIRouter, Response

from review import draft_view
from review.api.callers import Caller, ReadsFeeds
from review.api.drafts import files
from review.db import Session
from review.exports import feeds, item
from review.exports.feeds import Feed
from review.exports.item import NewsItem
from review.workflow import DraftStatus

router = APIRouter(tags=["feeds"])
SHOWN = (DraftStatus.READY, DraftStatus.TAKEN, DraftStatus.PUBLISHED, DraftStatus.CORRECTED)
LENGTH = 50
TITLE = "feed.title"


@router.get("/drafts.atom")
async def atom(caller: ReadsFeeds) -> Response:
    """Return the newest drafts as Atom."""
    items = await _newest(caller)
    data = feeds.atom(_feed(caller, items, "atom"), items, files(caller))
    return Response(data, media_type="application/atom+xml; charset=utf-8")


@router.get("/drafts.json")
async def json_feed(caller: ReadsFeeds) -> Response:
    """Return the newest drafts as JSON Feed 1.1."""
    items = await _newest(caller)
    data = feeds.json_feed(_feed(caller, items, "json"), items, files(caller))
    return Response(data, media_type="application/feed+json; charset=utf-8")


async def _newest(caller: Caller) -> list[NewsItem]:
    def read(session: Session) -> list[NewsItem]:
        drafts = draft_view.newest_changes(session, SHOWN, limit=LENGTH)
        return [item.read(session, draft, settings=caller.newsroom.settings) for draft in drafts]

    items = await caller.newsroom.database.read(read)
    await caller.noted("api_feed", "drafts")
    return items


def _feed(caller: Caller, items: list[NewsItem], kind: str) -> Feed:
    base = caller.newsroom.settings.base_url
    title = caller.newsroom.words.label(TITLE, caller.newsroom.settings.default_locale)
    changed = max((one.changed_at for one in items), default=caller.now)
    return Feed(title, f"{base}/feeds/drafts.{kind}", f"{base}/drafts", changed)
