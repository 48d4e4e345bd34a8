"""My settings, on one screen that is redrawn: language, byline, unit, quiet hours, digest, the monthly note."""

from datetime import datetime, timedelta

from bot.conversation import aside
from bot.conversation.desk import Desk
from bot.conversation.incoming import Choice, Incoming, Kind, Reply, Rows, Step
from bot.conversation.values import button, label
from review.errors import NotFound
from review.port import State
from review.quiet import Preferences, clock_face

NAME = "settings"
LONGEST_PEN_NAME = 60
MOST_WORDS = 10  # of a pen name or the name of a unit; a tip has more
PATIENCE = timedelta(minutes=30)
LANGUAGES = ("vi", "en")
BYLINES = ("pen", "real", "unit")
QUIET = ("20-7", "21-7", "22-6", "0-0")  # hours; the last is none
BACK = (button("w.show", "back"),)
WAY = ((button("n.open", "figures"), button("w.open", "settings")),)


def chosen(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    """Take a button of the settings; the message it stands under is redrawn."""
    act, _, value = incoming.choice.removeprefix("w.").partition(".")
    before = aside.back(state) if state is not None and state.name == NAME else state
    match act, value:
        case "show", _:
            return Step(before, screen=_view(desk))
        case "open", _:
            return Step(before, (_view(desk),))
        case (("language" | "byline" | "quiet" | "unit"), ""):
            return _ask(act, before, desk)
        case "byline", "pen":
            return Step(_asking(before, "pen_name", desk), screen=Reply("ask_pen_name", {}, (BACK,)))
        case "stop", _:
            desk.prefer(wants_monthly=False)
            return Step(before, answer=Reply("monthly_stopped"))
        case "unit", _:
            return _ask_staff(value, before, desk)
    return _changed(act, value, before, desk)


def typed(state: State | None, incoming: Incoming, desk: Desk) -> Step | None:
    """Take the words a setting waits for; None for everything else."""
    if state is None or state.name != NAME or incoming.part is None:
        return None
    text = " ".join(incoming.text.split())
    if state.step == "unit":
        return Step(state, (_found(text, desk),))
    desk.choose_byline("pen", text)
    return Step(aside.back(state), (Reply("byline_changed", {"but_danh": text}, ((button("w.show", "settings"),),)),))


def left(state: State | None, incoming: Incoming, desk: Desk) -> State | None:
    """Return where the dialogue stands for what came in: what cannot be the answer leaves the question behind.

    A command or a press means something else, a reply to a tip is about that, and a file, a long text or one that comes
    late is a tip as always.
    """
    if state is None or state.name != NAME or incoming.kind in {Kind.EDIT, Kind.UNSUPPORTED}:
        return state
    if incoming.kind is Kind.MESSAGE and _can_answer(state, incoming, desk):
        return state
    before = aside.back(state)
    desk.keep(before)
    return before


def _can_answer(state: State, incoming: Incoming, desk: Desk) -> bool:
    is_file = incoming.part is None or incoming.part.file is not None
    is_line = "\n" not in incoming.text.strip() and len(incoming.text.split()) <= MOST_WORDS
    is_of_a_tip = incoming.about is not None and incoming.about.startswith("tip:")
    is_early = desk.now < datetime.fromisoformat(state.details["until"])
    return is_early and is_line and not is_file and not is_of_a_tip and len(incoming.text.strip()) <= LONGEST_PEN_NAME


def _asking(before: State | None, step: str, desk: Desk) -> State:
    return aside.begin(before, NAME, step, until=(desk.now + PATIENCE).isoformat())


def _changed(act: str, value: str, before: State | None, desk: Desk) -> Step:
    """Keep a choice and show the settings as they now are."""
    match act:
        case "language" if value in LANGUAGES:
            desk.choose_locale(value)
            return Step(before, screen=_view(desk, value))
        case "byline" if value in BYLINES:
            desk.choose_byline(value)
        case "quiet" if value in QUIET:
            since, until = (int(hour) * 60 for hour in value.split("-"))
            desk.prefer(quiet_from=since, quiet_until=until)
        case "digest":
            desk.prefer(is_digest=value == "on")
        case "monthly":
            desk.prefer(wants_monthly=value == "on")
        case _:
            return Step(before, answer=Reply("outdated_button"))
    return Step(before, screen=_view(desk))


def _ask(what: str, before: State | None, desk: Desk) -> Step:
    match what:
        case "language":
            rows: Rows = (tuple(Choice(f"w.language.{code}", f"language.{code}") for code in LANGUAGES), BACK)
            return Step(before, screen=Reply("choose_language", {}, rows))
        case "byline":
            rows = (*((button(f"w.byline.{name}", f"byline_{name}"),) for name in BYLINES), BACK)
            return Step(before, screen=Reply("credit_choice", {}, rows))
        case "quiet":
            return Step(before, screen=Reply("settings_quiet", {}, _hours()))
    unit_name = desk.unit_name()
    asking = _asking(before, "unit", desk)
    return Step(asking, screen=Reply("unit_ask", {"don_vi": unit_name}, (BACK,)))


def _hours() -> Rows:
    *spans, never = QUIET
    choices = [Choice(f"w.quiet.{span}", "button.quiet_hours", _span(*map(int, span.split("-")))) for span in spans]
    return (*((choice,) for choice in choices), (button(f"w.quiet.{never}", "quiet_never"),), BACK)


def _found(text: str, desk: Desk) -> Reply:
    found = desk.find_units(text)
    if not found:
        return Reply("unit_not_found", {}, (BACK,))
    return Reply("unit_choose", {}, (*((Choice(f"w.unit.{unit.id}", literal=unit.name),) for unit in found), BACK))


def _ask_staff(unit_id: str, before: State | None, desk: Desk) -> Step:
    try:
        name = desk.ask_for_unit(unit_id)
    except NotFound:
        return Step(before, answer=Reply("outdated_button"))
    return Step(before, screen=Reply("unit_requested", {"don_vi": name}, (BACK,)))


def _view(desk: Desk, locale: str = "") -> Reply:
    wanted, profile = desk.my_preferences(), desk.my_profile()
    known = desk.person.locale if desk.person else LANGUAGES[0]
    values = {
        "ngon_ngu": label(f"language.{locale or known}"),
        "but_danh": profile.credit,
        "don_vi": profile.unit_name or label("value.none"),
        "don_vi_xin": profile.asked_unit,
        "gio_yen": _quiet(wanted),
        "gop": label(f"switch.{_switch(is_on=wanted.is_digest)}"),
        "tong_ket": label(f"switch.{_switch(is_on=wanted.wants_monthly)}"),
    }
    digest = f"digest_{_switch(is_on=not wanted.is_digest)}"
    monthly = f"monthly_{_switch(is_on=not wanted.wants_monthly)}"
    rows = (
        (button("w.language", "language"), button("w.byline", "set_byline")),
        (button("w.unit", "set_unit"), button("w.quiet", "set_quiet")),
        (button(f"w.digest.{_switch(is_on=not wanted.is_digest)}", digest),),
        (button(f"w.monthly.{_switch(is_on=not wanted.wants_monthly)}", monthly),),
        (button("n.show", "figures"), button("m.list.all", "my_tips")),
    )
    return Reply("settings", values, rows)


def _quiet(wanted: Preferences) -> object:
    if not wanted.has_quiet_hours:
        return label("button.quiet_never")
    return label("button.quiet_hours", **_clock(wanted.quiet_from, wanted.quiet_until))


def _span(since: int, until: int) -> dict[str, str]:
    return _clock(since * 60, until * 60)


def _clock(since: int, until: int) -> dict[str, str]:
    return {"tu": clock_face(since), "den": clock_face(until)}


def _switch(*, is_on: bool) -> str:
    return "on" if is_on else "off"
