"""The words people read: messages as prose files, labels as gettext catalogues, both from the installed `templates`.

A label is named by a stable code (`status.received`), a message by its file (`receipt`). What a language lacks is said
in Vietnamese; what no language has is a mistake of ours and is refused by name.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import DictLoader, Environment, StrictUndefined, TemplatesNotFound

LOCALES = ("vi", "en")
FIRST_LOCALE = "vi"
MINUTES_IN_HOUR, HOURS_IN_DAY = 60, 24

Labels = Mapping[str, str]


class WordsMissing(LookupError):
    """No language has a label or message of this name."""


class Words:
    """All texts in all languages: `labels` by language and code, `messages` by file name without `.txt`.

    Read-only after construction, so threads may share one.
    """

    locales = LOCALES

    def __init__(self, labels: Mapping[str, Labels], messages: Mapping[str, str]) -> None:
        self._labels = labels
        self._environment = Environment(
            loader=DictLoader(messages),
            autoescape=False,  # noqa: S701 -- messages are plain text, `<b>` must arrive as typed; pages escape elsewhere
            undefined=StrictUndefined,
            line_statement_prefix="%",
            auto_reload=False,
            cache_size=-1,
        )

    def label(self, code: str, locale: str, /, **values: str | int) -> str:
        """Return a button's, status's or page's words; every `{…}` must be given in `values`."""
        for language in _preferred(locale):
            text = self._labels.get(language, {}).get(code)
            if text is not None:
                return text.format_map(values)
        raise WordsMissing(f"no language has the label {code}")

    def has_label(self, code: str) -> bool:
        """Tell whether there is such a label; codes the newsroom adds to its lists have none."""
        return code in self._labels[FIRST_LOCALE]

    def message(self, name: str, locale: str, /, **values: str | int) -> str:
        """Return a message as plain text; every placeholder must be given, an empty one may remove its line."""
        candidates = [f"{name}.{language}" for language in _preferred(locale)]
        try:
            template = self._environment.select_template(candidates)
        except TemplatesNotFound:
            raise WordsMissing(f"no language has the message {name}") from None
        return template.render(values).strip("\n")

    def source(self, name: str, locale: str, /) -> str:
        """Return a message as it is written, places unfilled: what a consent was given to."""
        loader = self._environment.loader
        assert isinstance(loader, DictLoader)  # noqa: S101 - made in the constructor
        return loader.mapping[f"{name}.{locale if locale in LOCALES else FIRST_LOCALE}"]


@cache
def shipped() -> Words:
    """Return the texts of the installed `templates` package, read once."""
    return Words({locale: dict(_read_labels(locale)) for locale in LOCALES}, dict(_read_messages()))


def spoken_age(age: timedelta, locale: str) -> str:
    """Return how long ago as people say it: `3 phút trước`; the future counts as now."""
    minutes = int(age.total_seconds() // 60)
    hours = minutes // MINUTES_IN_HOUR
    if minutes < 1:
        return shipped().label("age.now", locale)
    if hours < 1:
        return shipped().label("age.minutes", locale, n=minutes)
    if hours < HOURS_IN_DAY:
        return shipped().label("age.hours", locale, n=hours)
    return shipped().label("age.days", locale, n=hours // HOURS_IN_DAY)


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """Return the time of day at the desk: `10:03`."""
    return f"{at.astimezone(zone):%H:%M}"


def due_text(at: datetime, now: datetime, locale: str, *, zone: ZoneInfo) -> str:
    """Return a moment that stays true when read later: `11:30 ngày 13/11`, with the year where it is another one."""
    there = at.astimezone(zone)
    is_this_year = there.year == now.astimezone(zone).year
    pattern = shipped().label("clock.this_year" if is_this_year else "clock.other_year", locale)
    return format_datetime(there, pattern, tzinfo=zone, locale=_preferred(locale)[0])


def day_text(day: date, locale: str, *, is_short: bool = False) -> str:
    """Return a day with its weekday, so that a reader can check it: `Thứ Năm 12/11/2026`, short `T5 12/11`."""
    pattern = shipped().label("day.short" if is_short else "day.long", locale)
    return format_date(day, pattern, locale=_preferred(locale)[0])


@lru_cache(maxsize=4096)  # a page of figures says hundreds, and forming one costs as much as a query
def spoken_number(number: float, locale: str) -> str:
    """Return a number with the language's separators: `1.046`, `12,5`; one decimal place at most."""
    return format_decimal(number, format="#,##0.#", locale=_preferred(locale)[0])


def _preferred(locale: str) -> tuple[str, ...]:
    return (locale, FIRST_LOCALE) if locale in LOCALES else (FIRST_LOCALE,)


def _read_labels(locale: str) -> Iterator[tuple[str, str]]:
    folder = files("templates").joinpath("locale", locale, "LC_MESSAGES")
    for file in folder.iterdir():
        if file.name.endswith(".po"):
            catalogue = read_po(io.BytesIO(file.read_bytes()), locale, abort_invalid=True)
            yield from ((str(entry.id), str(entry.string)) for entry in catalogue if entry.id and entry.string)


def _read_messages() -> Iterator[tuple[str, str]]:
    for file in files("templates").joinpath("messages").iterdir():
        if file.name.endswith(".txt"):
            yield file.name.removesuffix(".txt"), file.read_text(encoding="utf-8")
