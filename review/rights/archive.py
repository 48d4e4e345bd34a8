"""What a person takes away: one zip with everything as JSON, a page to read, and their files as they sent them."""

import json
import zipfile
from datetime import datetime
from functools import cache
from typing import IO
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from review.media import MediaStore
from review.rights.knowing import Dossier
from review.words import Words, due_text

MACHINE, READABLE, FILES = "data.json", "index.html", "files"


def write(
    dossier: Dossier, media: MediaStore, words: Words, locale: str, file: IO[bytes], *, now: datetime, zone: ZoneInfo
) -> None:
    """Write the archive; a file that is no longer there is left out and the page says so."""
    missing = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for one in dossier.files:
            try:
                made.writestr(_member(f"{FILES}/{one.name}", now), media.get(one.key))
            except FileNotFoundError:
                missing.add(one.name)
        made.writestr(_member(MACHINE, now), json.dumps(dossier.rows, ensure_ascii=False, indent=1))
        page = readable(dossier, words, locale, now=now, zone=zone, missing=frozenset(missing))
        made.writestr(_member(READABLE, now), page)


def readable(
    dossier: Dossier, words: Words, locale: str, *, now: datetime, zone: ZoneInfo, missing: frozenset[str] = frozenset()
) -> str:
    """Return the page for people: who they are here, what they agreed to, what they sent, what became of it."""

    def label(code: str, **values: str | int) -> str:
        return words.label(code, locale, **values)

    def clock(at: datetime) -> str:
        return due_text(at, now, locale, zone=zone)

    files = [one for one in dossier.files if one.name not in missing]
    template = _environment().get_template("my_data.html")
    return template.render(
        mine=dossier.mine, tips=dossier.tips, files=files, lost=len(missing), locale=locale, label=label, clock=clock,
        now=now, folder=FILES, machine=MACHINE,
    )  # fmt: skip


def _member(name: str, now: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, now.timetuple()[:6])


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("templates", "exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
