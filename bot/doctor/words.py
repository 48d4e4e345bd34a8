"""The templates, which may be edited: each one is read, filled and looked at, so that no message fails in service."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter

from babel.messages.pofile import PoFileError, read_po
from jinja2 import Environment, FunctionLoader, TemplateError, meta

from bot.doctor.findings import Finding, mend, well
from review.clock import Clock
from review.console.pages import environment
from review.errors import TemplateBroken
from review.rendering.drafts import GENRES, render
from review.rendering.story import Story, StoryMessage
from review.words import LOCALES, Words

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn cho 12 người cao tuổi."
GRAMMAR = Environment(line_statement_prefix="%", autoescape=True)


def findings(clock: Clock, folder: Traversable | None = None) -> Iterator[Finding]:
    """Look at every template below a folder, by default those the desk runs with."""
    folder = folder or files("templates")
    faults = [*_messages(folder), *_drafts(folder, clock), *_catalogues(folder), *_pages(folder)]
    for name, fault in faults:
        yield mend(
            "template",
            f"templates/{name} cannot be used: {fault}",
            why="What it is for is not sent or not shown; a draft falls back to the raw text.",
            how="Mend the place named, or put the shipped file back (git checkout, or reinstall).",
        )
    if not faults:
        yield well("template", "every message, label, page and draft template can be read and filled")


Fault = tuple[str, str]


def _messages(folder: Traversable) -> Iterator[Fault]:
    for file in (folder / "messages").iterdir():
        yield from _tried(f"messages/{file.name}", partial(_say, file))


def _say(file: Traversable) -> None:
    source, name = file.read_text(encoding="utf-8"), file.name.removesuffix(".txt")
    values = dict.fromkeys(meta.find_undeclared_variables(GRAMMAR.parse(source)), 1)
    message, _, locale = name.rpartition(".")
    Words({}, {name: source}).message(message, locale, **values)


def _drafts(folder: Traversable, clock: Clock) -> Iterator[Fault]:
    for genre in GENRES:
        yield from _tried(f"drafts/{genre}.txt", partial(_draft, folder, genre, clock))


def _draft(folder: Traversable, genre: str, clock: Clock) -> None:
    source = (folder / "drafts" / f"{genre}.txt").read_text(encoding="utf-8")
    now = clock()
    error = render(Story("T-000000-01", genre, "", "", (StoryMessage(1, TEXT, now),), (), now), source).error
    if error:
        raise TemplateBroken("the template cannot be filled", error=error)


def _catalogues(folder: Traversable) -> Iterator[Fault]:
    for locale in LOCALES:
        for file in (folder / "locale" / locale / "LC_MESSAGES").iterdir():
            if file.name.endswith(".po"):
                name = f"locale/{locale}/LC_MESSAGES/{file.name}"
                yield from _tried(name, partial(_catalogue, file, locale))


def _catalogue(file: Traversable, locale: str) -> None:
    for entry in read_po(io.BytesIO(file.read_bytes()), locale, abort_invalid=True):
        list(Formatter().parse(str(entry.string)))  # raises ValueError where a place is not closed


def _pages(folder: Traversable) -> Iterator[Fault]:
    """Read every page as the console would; pages are filled by their own tests, with rows."""
    sources = {file.name: file for file in (folder / "console").iterdir() if file.name.endswith(".html")}
    loader = FunctionLoader(lambda name: sources[name].read_text(encoding="utf-8") if name in sources else None)
    pages = environment().overlay(loader=loader)
    for name in sources:
        yield from _tried(f"console/{name}", partial(pages.get_template, name))


def _tried(name: str, use: Callable[[], object]) -> Iterator[Fault]:
    try:
        use()
    except TemplateBroken as broken:
        yield name, str(broken.values["error"])
    except TemplateError as error:
        yield name, f"{type(error).__name__}: {error.message or ''}".strip()
    except (PoFileError, OSError, ValueError, LookupError, TypeError) as error:
        yield name, type(error).__name__
