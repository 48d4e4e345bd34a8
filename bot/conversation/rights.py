"""One's own data: see it, correct it, take it away, withdraw the consent, be deleted.

Open to everybody who is known, also to those who may not send.
"""

from collections.abc import Iterable

from bot.conversation import aside
from bot.conversation.incoming import Incoming, Kind, Reply, Rows, Step
from bot.conversation.rights_desk import RightsDesk
from bot.conversation.values import button, clock, due, label, listed
from review.access import STAFF, Person, Role
from review.personal import MyData, Requested
from review.port import State

NAME = "rights"
LONGEST_NAME, LONGEST_PEN_NAME = 100, 60
STEPS = {"rights_name": LONGEST_NAME, "rights_pen_name": LONGEST_PEN_NAME}
KEEP = (button("r.nothing", "keep_consent"),)


def menu(state: State | None) -> Step:
    """Answer /quyen: what can be done with one's own data."""
    rows: Rows = (
        (button("r.view", "view_data"), button("r.export", "download_data")),
        (button("r.correct", "correct_data"),),
        (button("r.withdraw", "withdraw_consent"), button("r.delete", "delete_account")),
    )
    return Step(_set_down(state), (Reply("rights_menu", {}, rows),))


def _set_down(state: State | None) -> State | None:
    """Return the state without an open question of this dialogue's own."""
    return aside.back(state) if state is not None and state.name == NAME else state


def said(state: State, incoming: Incoming, desk: RightsDesk) -> Step | None:
    """Take the words an open step asked for; None for everything else."""
    is_cancel = incoming.kind is Kind.COMMAND and incoming.command in {"huy", "cancel"}
    if is_cancel:
        return Step(aside.back(state), (Reply("rights_left_as_it_is"),))
    text = incoming.answer(STEPS[state.step])
    if incoming.kind is not Kind.MESSAGE or aside.is_over(state, desk.now):
        desk.keep(aside.back(state))  # whoever does not type does not mean to answer any more
        return None
    if not text:
        return None
    asked = desk.correct(name=text) if state.step == "rights_name" else desk.correct(pen_name=text)
    mine = desk.my_data()
    return Step(
        aside.back(state),
        (Reply("rights_corrected", {"ten": mine.name, "but_danh": mine.pen_name, "ma": asked.reference}),),
        shows=True,
    )


def chosen(state: State | None, incoming: Incoming, desk: RightsDesk) -> Step:
    """Take a button of these screens."""
    match incoming.choice.removeprefix("r."):
        case "view":
            desk.view_data()
            return Step(state, (_seen(desk.my_data()),))
        case "export":
            return Step(state, (_export(desk),))
        case "correct":
            rows = ((button("r.name", "rights_name"), button("r.pen_name", "rights_pen_name")),)
            return Step(state, (Reply("rights_correct", {}, rows),))
        case "name" | "pen_name" as field:
            return Step(aside.begin(state, NAME, f"rights_{field}", now=desk.now), (Reply(f"rights_ask_{field}"),))
        case "nothing":
            return Step(_set_down(state), (Reply("rights_left_as_it_is"),))
        case "agree":
            return _came_back(state, incoming, desk)
        case "resign":
            return _resigned(state, desk)
    return _leaving(state, incoming, desk)


def away(state: State | None, incoming: Incoming, desk: RightsDesk) -> Step | None:
    """Serve somebody who may not send: their own data, and the way back after a withdrawal; None for anything else."""
    if incoming.kind is Kind.COMMAND and incoming.command in {"quyen", "rights"}:
        return menu(state)
    if incoming.kind is Kind.CHOICE and incoming.choice.startswith("r."):
        return chosen(state, incoming, desk)
    if state is not None and state.name == NAME:
        taken = said(state, incoming, desk)
        if taken is not None:
            return taken
    if incoming.kind is Kind.COMMAND and incoming.command == "start" and desk.has_withdrawn():
        rows = ((button("r.agree", "agree"), button("r.nothing", "disagree")),)
        return Step(aside.back(state), (Reply("consent_notice", {}, rows),))
    return None


def _leaving(state: State | None, incoming: Incoming, desk: RightsDesk) -> Step:
    code = incoming.choice.removeprefix("r.")
    if code not in {"withdraw", "withdraw_name", "withdraw_keep", "delete", "delete_on", "delete_yes"}:
        return Step(state, answer=Reply("outdated_button"))
    if desk.person is not None and desk.person.is_staff:
        return Step(state, (_staff_first(desk.person, desk),))
    if code.startswith("withdraw") and desk.has_withdrawn():
        return Step(state, answer=Reply("outdated_button"))
    match code:
        case "withdraw":
            choices: Rows = (
                (button("r.withdraw_name", "withdraw_remove_name"), button("r.withdraw_keep", "withdraw_keep_name")),
                KEEP,
            )
            return Step(state, (Reply("withdraw_confirm", {}, choices),))
        case "delete":
            choices = (
                (button("r.delete_on"), button("r.nothing", "delete_no")),
                (button("r.export", "download_data"),),
            )
            return Step(
                state, (Reply("rights_delete_confirm", {"han": due(desk.deletion_due().done_due_at)}, choices),)
            )
        case "delete_on":
            mine = desk.my_data()
            choices = ((button("r.delete_yes"), button("r.nothing", "delete_no")),)
            return Step(state, (Reply("rights_delete_again", {"so_tin": mine.tips, "so_tep": mine.files}, choices),))
        case "delete_yes":
            return Step(None, (_left("rights_deleted", *desk.delete_me()),))
    return Step(None, (_left("rights_withdrawn", *desk.withdraw_consent(keeps_name=code == "withdraw_keep")),))


def _staff_first(person: Person, desk: RightsDesk) -> Reply:
    """Say what somebody of the desk does first: give the roles back, or name another admin."""
    is_only = desk.is_only_admin()
    rows = () if is_only else ((button("r.resign", "give_roles_back"), button("r.nothing", "keep_role")),)
    return Reply(
        "rights_staff_first", {"vai_tro": _roles(person.roles & STAFF), "duy_nhat": "1" if is_only else ""}, rows
    )


def _resigned(state: State | None, desk: RightsDesk) -> Step:
    if desk.person is None or not desk.person.is_staff:
        return Step(state, answer=Reply("outdated_button"))
    held = desk.person.roles & STAFF
    desk.resign()
    rows = ((button("r.withdraw", "withdraw_consent"), button("r.delete", "delete_account")),)
    return Step(state, (Reply("rights_resigned", {"vai_tro": _roles(held)}, rows),))


def _roles(held: Iterable[Role]) -> object:
    return listed(label(f"role.{role}") for role in sorted(held))


def _came_back(state: State | None, incoming: Incoming, desk: RightsDesk) -> Step:
    if not desk.has_withdrawn():
        return Step(state, answer=Reply("outdated_button"))
    desk.agree(incoming.message_id)
    desk.come_back()
    return Step(None, (Reply("rights_welcome_back", {"ten": desk.person.name if desk.person else ""}),))


def _left(message: str, asked: Requested, drafts: tuple[str, ...]) -> Reply:
    values = {"ma": asked.reference, "cho_bai": ", ".join(drafts), "han": due(asked.done_due_at)}
    return Reply(message, values)


def _export(desk: RightsDesk) -> Reply:
    asked, is_new = desk.ask_export()
    if not is_new:
        return Reply("rights_export_open", {"ma": asked.reference})
    values = {
        "loai_yeu_cau": label(f"wish.{asked.wish}"),
        "ma": asked.reference,
        "han_tra_loi": due(asked.answer_due_at),
        "han_thuc_hien": due(asked.done_due_at),
    }
    return Reply("rights_request_ack", values)


def _seen(mine: MyData) -> Reply:
    consents = [
        label("line.consent_ended", ban=one.version, luc=clock(one.given_at), rut=clock(one.withdrawn_at))
        if one.withdrawn_at
        else label("line.consent", ban=one.version, luc=clock(one.given_at))
        for one in mine.agreed
    ]
    waiting = [
        label("line.request", ma=one.reference, viec=label(f"wish.{one.wish}"), han=due(one.done_due_at))
        for one in mine.open_requests
    ]
    values = {
        "ten": mine.name,
        "but_danh": mine.pen_name,
        "ghi_ten": label(f"byline.{mine.byline}"),
        "don_vi": mine.unit_name,
        "tai_khoan": ", ".join(mine.accounts),
        "tu": clock(mine.joined_at),
        "dong_y": listed(consents) if consents else "",
        "so_tin": mine.tips,
        "so_dang": mine.published,
        "so_tep": mine.files,
        "dang_mo": listed(waiting) if waiting else "",
    }
    rows: Rows = ((button("r.export", "download_data"), button("r.correct", "correct_data")),)
    return Reply("rights_view", values, rows)
