"""`tinbai calendar`: when the desk works; answer-by times, reminders and the morning digest follow it."""

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial

from bot.commands import settings as configured
from review import workdays
from review.clock import desk_date
from review.db import Session
from review.newsroom import Newsroom

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("calendar", help="when the desk works: show, off, work, usual, hours, weekdays")
    verbs = parser.add_subparsers(required=True, metavar="verb")
    showing = verbs.add_parser("show", help="print hours, weekdays and the special days of a year")
    showing.add_argument("year", type=int, nargs="?", help="this one where none is named")
    showing.set_defaults(command=_show)
    for verb, works, description in (
        ("off", False, "a day on which the desk rests"),
        ("work", True, "a day on which it works all the same"),
        ("usual", None, "take back what was decided about a day"),
    ):
        setting = verbs.add_parser(verb, help=description)
        setting.add_argument("day", type=_day, help="2026-11-24")
        setting.add_argument("--name", default="", help="what the day is called")
        setting.set_defaults(command=partial(_set_day, works=works))
    hours = verbs.add_parser("hours", help="the working hours of a day")
    hours.add_argument("hours", help="7:30-11:30,13:00-17:00")
    hours.set_defaults(command=lambda options: _set(partial(workdays.set_hours, text=options.hours)))
    weekdays = verbs.add_parser("weekdays", help="the days of the week on which the desk works")
    weekdays.add_argument("weekdays", nargs="+", choices=DAYS)
    weekdays.set_defaults(
        command=lambda options: _set(partial(workdays.set_weekdays, weekdays=[*map(DAYS.index, options.weekdays)]))
    )


def _show(options: argparse.Namespace) -> int:
    with configured.newsroom() as newsroom:
        _print(newsroom, options.year or desk_date(newsroom.clock(), newsroom.rules.zone).year)
    return 0


def _print(newsroom: Newsroom, year: int) -> None:
    found, days = newsroom.database.read_now(
        lambda session: (workdays.calendar(session), workdays.special_days(session, year))
    )
    print(f"{workdays.hours_text(found)}; {', '.join(DAYS[day] for day in sorted(found.weekdays))}")
    for special in days:
        print(f"{special.day}\t{'works' if special.works else 'off'}\t{special.vi}{' *' if special.is_own else ''}")
    if not workdays.is_announced(year):
        print(f"the holidays of {year} are reckoned from the law; set what was announced (off, work, usual)")


def _set_day(options: argparse.Namespace, *, works: bool | None) -> int:
    return _set(partial(workdays.set_day, day=options.day, works=works, name=options.name))


def _set(change: Callable[..., None]) -> int:
    def act(session: Session) -> None:
        change(session, by=None, door="cli", now=newsroom.clock())

    with configured.newsroom() as newsroom:
        newsroom.database.act_now(act)
    return 0


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2026-11-24") from None
