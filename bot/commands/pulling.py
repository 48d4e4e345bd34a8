"""`tinbai drafts pull`: drafts as files, from the last pull on; what was written stays, so it goes on after an end."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.commands import settings as configured
from review import draft_view, drafting, people
from review.access import EDITORS, Person
from review.db import Session
from review.errors import NotAllowed
from review.exports import folder, item
from review.exports.forms import FORMS
from review.exports.item import Files, NewsItem, photo_data
from review.newsroom import Newsroom
from review.workflow import DraftStatus

PULLED = (DraftStatus.READY, DraftStatus.TAKEN, DraftStatus.PUBLISHED, DraftStatus.CORRECTED)
TAKEABLE = frozenset({DraftStatus.READY, DraftStatus.TAKEN})
AT_ONCE = 50
WAY = "cli"


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verbs.add_parser("pull", help="write the drafts that are ready into a folder")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="the folder; one folder in it for each draft"
    )
    parser.add_argument("--format", default="docx,html", help=f"forms, with commas: {', '.join(FORMS)}")
    parser.add_argument(
        "--since", choices=("last", "all"), default="last", help="what changed since the last pull, or all"
    )
    parser.add_argument("--by", type=int, help="who takes them: a number of `staff list` (default: the first editor)")
    parser.set_defaults(command=_pull)


def _pull(options: argparse.Namespace) -> int:
    extensions = [name.strip() for name in options.format.split(",") if name.strip()]
    unknown = [name for name in extensions if name not in FORMS]
    if unknown or not extensions:
        print(f"tinbai: unknown form {', '.join(unknown) or '(none)'}; known are {', '.join(FORMS)}", file=sys.stderr)
        return 2
    with configured.newsroom() as newsroom:
        by = newsroom.database.read_now(lambda session: _taker(session, options.by))
        place = 0 if options.since == "all" else folder.place(options.to)
        number, files = 0, Files(lambda _photo: None, photo_data(newsroom.media))
        for number, found in enumerate(_changed(newsroom, place), 1):
            folder.put(options.to, found, files, extensions)
            _take(newsroom, found, by)
            folder.keep_place(options.to, found.sequence)
            _say(f"\r{number}\t{found.reference}")
    _say("\n" if number else "")
    print(f"{number} drafts written to {options.to}")
    return 0


def _changed(newsroom: Newsroom, place: int) -> Iterator[NewsItem]:
    """Return what changed after a place, as far as there is something when it begins."""

    def read(session: Session) -> list[NewsItem]:
        drafts = draft_view.changed_since(session, place, statuses=PULLED, limit=AT_ONCE)
        return [item.read(session, draft, settings=newsroom.settings) for draft in drafts]

    last = newsroom.database.read_now(draft_view.last_change)
    while batch := [each for each in newsroom.database.read_now(read) if each.sequence <= last]:
        yield from batch
        place = batch[-1].sequence


def _take(newsroom: Newsroom, found: NewsItem, by: Person) -> None:
    """Record that this version was taken, once."""

    def act(session: Session) -> None:
        draft = draft_view.get(session, found.reference)
        if draft.status in TAKEABLE and not draft_view.has_taken(
            session, draft, version=found.version, by=by.id, way=WAY
        ):
            drafting.take(session, draft, version=found.version, way=WAY, by=by, door=WAY, now=newsroom.clock())

    newsroom.database.act_now(act)


def _taker(session: Session, number: int | None) -> Person:
    editors = people.with_role(session, EDITORS)
    chosen = [person for person in editors if number in {None, person.id}]
    if not chosen:
        raise NotAllowed("an editor takes drafts: --by names one of `tinbai staff list`", verb="take")
    return chosen[0]


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(text, end="", file=sys.stderr, flush=True)
