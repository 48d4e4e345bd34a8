"""My tips: the list, one tip, and taking back what is not decided yet."""

from collections.abc import Sequence

from bot.conversation.desk import Desk
from bot.conversation.incoming import Choice, Incoming, Reply, Rows, Step
from bot.conversation.values import button, clock, due, label
from review.port import TipLine, TipView
from review.workflow import UNDECIDED

SHOWN = 8


def listing(desk: Desk) -> Step:
    """Answer /tin: the newest tips with their status, each a button."""
    return Step(desk.state(), (_list("my_tips", desk.mine()),))


def withdrawing(desk: Desk) -> Step:
    """Answer /rut: ask which of the undecided tips is to be taken back."""
    undecided = [line for line in desk.mine() if line.status in UNDECIDED]
    rows: Rows = tuple((Choice(f"m.withdraw.{line.reference}", literal=line.reference),) for line in undecided[:SHOWN])
    return Step(
        desk.state(), (Reply("withdraw_choose", {"ds_tin": [_line(line) for line in undecided[:SHOWN]]}, rows),)
    )


def chosen(incoming: Incoming, desk: Desk) -> Step:
    """Take a button of a list or of one tip."""
    act, _, reference = incoming.choice.removeprefix("m.").partition(".")
    state = desk.state()
    tip = desk.my_tip(reference)
    match act:
        case "show":
            return Step(state, (_one(tip),))
        case "withdraw":
            return Step(state, (_confirm(reference),))
        case "withdraw_yes":
            desk.withdraw(reference)
            return Step(state, (Reply("tip_withdrawn", {"ma": reference}),))
        case "withdraw_no":
            return Step(state, (_one(tip),))
    return Step(state, answer=Reply("outdated_button"))


def _list(message: str, known: Sequence[TipLine]) -> Reply:
    shown, rest = known[:SHOWN], len(known) - SHOWN
    buttons = [Choice(f"m.show.{line.reference}", literal=line.reference) for line in shown]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Reply(message, {"ds_tin": [_line(line) for line in shown], "con_lai": max(rest, 0)}, rows)


def _line(line: TipLine) -> dict[str, object]:
    return {"joined": [f"{line.reference} · ", label(f"status.{line.status}"), f" · {line.excerpt}"]}


def _one(tip: TipView) -> Reply:
    is_open = tip.status in UNDECIDED
    values = {
        "ma": tip.reference,
        "trang_thai": label(f"status.{tip.status}"),
        "noi_dung_rut_gon": tip.excerpt,
        "gio": clock(tip.sent_at),
        "han_phan_hoi": due(tip.due_at) if is_open else "",
        "ly_do": label(f"reason.{tip.last.reason}") if tip.last and tip.last.reason else "",
        "link": tip.url or "",
    }
    rows = ((button(f"m.withdraw.{tip.reference}", "withdraw"),),) if is_open else ()
    return Reply("my_tip", values, rows)


def _confirm(reference: str) -> Reply:
    yes = button(f"m.withdraw_yes.{reference}", "withdraw_yes")
    return Reply(
        "withdraw_confirm_tip", {"ma": reference}, ((yes, button(f"m.withdraw_no.{reference}", "withdraw_no")),)
    )
