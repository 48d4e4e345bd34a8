"""`tinbai drafts list|show|pull`: the article drafts, for people and for scripts."""

import argparse
import json

from bot.commands import pulling
from bot.commands import settings as configured
from review import draft_view
from review.draft_view import DraftView
from review.exports.markdown import markdown
from review.workflow import DraftStatus


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("drafts", help="list and show article drafts")
    verbs = parser.add_subparsers(required=True, metavar="verb")
    listing = verbs.add_parser("list", help="list drafts, newest first")
    listing.add_argument("--status", choices=[status.value for status in DraftStatus], default=None)
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(command=_list)
    pulling.register(verbs)
    showing = verbs.add_parser("show", help="show one draft as Markdown")
    showing.add_argument("reference")
    showing.add_argument("--json", action="store_true", help="print JSON")
    showing.set_defaults(command=_show)


def _list(options: argparse.Namespace) -> int:
    statuses = [DraftStatus(options.status)] if options.status else list(DraftStatus)
    with configured.newsroom() as newsroom:
        rows = newsroom.database.read_now(
            lambda session: [draft_view.of(session, row) for row in draft_view.listed(session, statuses)]
        )
    if options.json:
        print(json.dumps([_summary(row) for row in rows], ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        print(f"{row.reference}\t{row.status}\t{row.article.title}")
    return 0


def _show(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        row = newsroom.database.read_now(
            lambda session: draft_view.of(session, draft_view.get(session, options.reference))
        )
    if options.json:
        print(json.dumps({**_summary(row), "article": dict(row.article.as_json())}, ensure_ascii=False, indent=2))
    else:
        print(markdown(row.article))
    return 0


def _summary(row: DraftView) -> dict[str, object]:
    return {
        "reference": row.reference,
        "status": row.status.value,
        "version": row.version,
        "title": row.article.title,
        "section": row.section,
        "tips": list(row.tips),
        "url": row.published_url,
    }
