"""Which dialogue takes a message: the only place that knows them all."""

from collections.abc import Callable, Mapping

from bot.conversation import (
    answering,
    aside,
    compose,
    enrol,
    figures,
    followup,
    language,
    marked,
    mytips,
    photos,
    practice,
    preferences,
    preview,
    rights,
    second_look,
)
from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Kind, Reply, Step
from bot.conversation.values import button
from review.access import Person, Standing
from review.port import State

REFUSED = "refused"
COMMANDS: Mapping[str, str] = {
    "start": "start",
    "tin": "tips",
    "tips": "tips",
    "rut": "withdraw",
    "withdraw": "withdraw",
    "huy": "cancel",
    "cancel": "cancel",
    "thongke": "figures",
    "figures": "figures",
    "ngonngu": "language",
    "language": "language",
    "trogiup": "help",
    "help": "help",
    "quyen": "rights",
    "rights": "rights",
    "tapviet": "practice",
    "practice": "practice",
    "dangnhap": "login",
    "login": "login",
    "web": "form",
}


def converse(incoming: Incoming, desk: Desk) -> Step:
    """Handle one message of one person: the outcome is where their dialogue stands and what is said."""
    person, state = desk.person, desk.state()
    if person is None:
        return enrol.begin(incoming, desk)
    if person.standing in {Standing.SUSPENDED, Standing.BANNED, Standing.LEFT}:
        return rights.away(state, incoming, desk) or _refused(person, state, desk)
    if state is not None and state.name == REFUSED:
        state = None
    if state is not None and state.name == enrol.NAME:
        return enrol.step(state, incoming, desk)
    taken = _aside(state, incoming, desk)
    if taken is not None:
        return taken
    if state is not None and state.name in {practice.NAME, rights.NAME}:
        state = aside.back(state)
    state = preferences.left(state, incoming, desk)
    match incoming.kind:
        case Kind.COMMAND:
            return _command(incoming, desk, person)
        case Kind.CHOICE:
            return _choice(state, incoming, desk)
        case Kind.EDIT:
            return compose.edited(state, incoming, desk)
    return _message(state, incoming, desk)


def _aside(state: State | None, incoming: Incoming, desk: Desk) -> Step | None:
    """Let practice, or an open question about one's own data, take what is meant for it."""
    if incoming.kind is Kind.CHOICE and incoming.choice.startswith("p."):
        return practice.chosen(state, incoming, desk)
    if state is not None and state.name == practice.NAME:
        return practice.said(state, incoming, desk)
    if state is not None and state.name == rights.NAME:
        return rights.said(state, incoming, desk)
    return None


def _message(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    for taker in (preferences.typed, followup.reply, followup.continued, second_look.continued, photos.typed):
        step = taker(state, incoming, desk)
        if step is not None:
            return step
    asked = None if desk.is_composing() else desk.awaiting_answer()
    if asked is not None and incoming.part is not None:
        return compose.ask_which(state, incoming, desk, asked)
    return compose.message(state, incoming, desk)


def _choice(state: State | None, incoming: Incoming, desk: Desk) -> Step:
    takers: Mapping[str, Callable[[], Step]] = {
        "c": lambda: compose.chosen(state, incoming, desk),
        "m": lambda: mytips.chosen(incoming, desk),
        "f": lambda: followup.chosen(state, incoming, desk),
        "q": lambda: answering.chosen(incoming, desk),
        "a": lambda: second_look.chosen(state, incoming, desk),
        "v": lambda: preview.chosen(state, incoming, desk),
        "h": lambda: photos.chosen(state, incoming, desk),
        "l": lambda: language.chosen(incoming, desk),
        "n": lambda: figures.chosen(incoming, desk),
        "w": lambda: preferences.chosen(state, incoming, desk),
        "r": lambda: rights.chosen(desk.state(), incoming, desk),
        "u": lambda: marked.chosen(state, incoming, desk),
        "s": lambda: _way_in(desk, "login"),
        "g": lambda: _way_in(desk, "form"),
    }
    taker = takers.get(incoming.choice.partition(".")[0])
    return taker() if taker else Step(state, answer=Reply("outdated_button"))


def _command(incoming: Incoming, desk: Desk, person: Person) -> Step:
    match COMMANDS.get(incoming.command):
        case "start":
            return Step(desk.state(), (Reply("already_member", {"ten": person.name}),))
        case "tips":
            return mytips.listing(desk)
        case "withdraw":
            return mytips.withdrawing(desk)
        case "cancel" if (state := desk.state()) and state.name in {followup.NAME, second_look.NAME}:
            return followup.stop(state, desk)
        case "cancel":
            return compose.cancel(desk)
        case "figures":
            return figures.show(desk)
        case "language":
            return language.ask(desk)
        case "login" | "form" as door:
            return _way_in(desk, door)
        case "rights":
            return rights.menu(desk.state())
        case "practice":
            return practice.begin(desk.state(), desk)
        case "help":
            return Step(desk.state(), (Reply("help", {}, (*preferences.WAY, (button("g.form", "open_form"),))),))
    return Step(desk.state(), (Reply("unknown_command"),))


def _way_in(desk: Desk, door: str) -> Step:
    """Send a person's own link: staff into the console, anybody into the web form."""
    if door == "login":
        desk.owe_login_link()
    else:
        desk.owe_form_link()
    return Step(desk.state())


def _refused(person: Person, state: State | None, desk: Desk) -> Step:
    """Tell somebody who may not send so once; what they send is not kept."""
    desk.forget_update()
    if state is not None and state.name == REFUSED:
        return Step(state)
    if person.standing is Standing.LEFT:
        return Step(State(REFUSED, "told"), (Reply("rights_away"),))
    is_paused = person.standing is Standing.SUSPENDED
    told = Reply("err_suspended", {"ly_do": desk.why_suspended()}) if is_paused else Reply("banned")
    return Step(State(REFUSED, "told"), (told,))
