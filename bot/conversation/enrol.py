"""Joining: invitation, notice and consent, three rules, byline. Nothing is pre-ticked; who declines leaves no data."""

from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Kind, Reply, Step
from bot.conversation.values import button
from review.access import Role
from review.errors import InvitationRefused
from review.port import State

NAME = "enrol"
LONGEST_PEN_NAME = 60
SAMPLE_CODE = "k3Q9…"
BYLINES = {"e.pen": "pen", "e.real": "real", "e.unit": "unit"}


def begin(incoming: Incoming, desk: Desk) -> Step:
    """Take a stranger's /start: an invitation opens the way, anything else gets the one neutral answer."""
    if incoming.command != "start" or not incoming.text:
        desk.turn_away()
        return Step(None, (Reply("start_not_invited", {"ma_mau": SAMPLE_CODE}),))
    try:
        person = desk.redeem(incoming.text)
    except InvitationRefused:
        desk.turn_away()
        return Step(None, (Reply("invitation_refused"),))
    if Role.CORRESPONDENT not in person.roles:
        return Step(None, (welcome_staff(person.name, person.roles),))
    hello = Reply("invite_ok", {"ten": person.name, "don_vi": desk.unit_name()})
    return Step(State(NAME, "notice"), (hello, _notice()))


def welcome_staff(name: str, roles: frozenset[Role]) -> Reply:
    """Greet a new member of the desk by their role."""
    role = next(iter(sorted(roles)), Role.CORRESPONDENT)
    values = {"ten": name, "vai_tro": {"label": f"role.{role}", "values": {}}}
    return Reply("staff_welcome", values, ((button("s.login", "get_login"),),))


def step(state: State, incoming: Incoming, desk: Desk) -> Step:
    """Go on with enrolment; whatever else is sent meanwhile shows the open step again."""
    if state.step == "pen_name" and incoming.kind is Kind.MESSAGE and incoming.text.strip():
        desk.choose_byline("pen", " ".join(incoming.text.split())[:LONGEST_PEN_NAME])
        return _done(desk, " ".join(incoming.text.split())[:LONGEST_PEN_NAME])
    if incoming.kind is Kind.CHOICE:
        return _chosen(state, incoming, desk)
    return Step(state, (_screen(state),))


def _chosen(state: State, incoming: Incoming, desk: Desk) -> Step:
    match state.step, incoming.choice:
        case "notice", "e.agree":
            desk.agree(incoming.message_id)
            return _show(state.at("rules"))
        case "notice", "e.disagree":
            desk.forget_me()
            return Step(None, (Reply("consent_declined"),))
        case "notice", "e.read_full":
            return Step(state, (Reply("consent_full", {}, _notice().choices[:1]),))
        case "rules", "e.accept":
            return _show(state.at("byline"))
        case "byline", "e.pen":
            return _show(state.at("pen_name"))
        case "byline", ("e.real" | "e.unit") as choice:
            desk.choose_byline(BYLINES[choice])
            return _done(desk, None)
    return Step(state, (_screen(state),), answer=Reply("outdated_button"))


def _done(desk: Desk, pen_name: str | None) -> Step:
    desk.complete_enrolment()
    person = desk.person
    name = person.name if person else ""
    credit = pen_name or name
    return Step(None, (Reply("enrolled", {"ten": name, "don_vi": desk.unit_name(), "but_danh": credit}),))


def _show(state: State) -> Step:
    return Step(state, (_screen(state),))


def _screen(state: State) -> Reply:
    match state.step:
        case "rules":
            return Reply("code_of_conduct", {}, ((button("e.accept", "accept_rules"),),))
        case "byline":
            rows = (
                (button("e.pen", "byline_pen"),),
                (button("e.real", "byline_real"),),
                (button("e.unit", "byline_unit"),),
            )
            return Reply("credit_choice", {}, rows)
        case "pen_name":
            return Reply("ask_pen_name")
    return _notice()


def _notice() -> Reply:
    answers = (button("e.agree"), button("e.disagree"))
    return Reply("consent_notice", {}, (answers, (button("e.read_full"),)))
