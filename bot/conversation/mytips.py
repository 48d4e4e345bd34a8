"""My tips: page by page, by status, one tip, and taking back what is not decided yet."""

from dataclasses import replace

from bot.conversation import receipt
from bot.conversation.desk import Desk
from bot.conversation.incoming import Choice, Incoming, Reply, Rows, Step
from bot.conversation.reasons import question_lines
from bot.conversation.values import button, clock, due, label
from review.errors import TipNotFound
from review.mine import ALL, Line, Page
from review.port import Facts, TipLine, TipView
from review.workflow import UNDECIDED, TipStatus

SHOWN = 8
SHOWS = (ALL, *(status.value for status in TipStatus if status is not TipStatus.COMPOSING))


def listing(desk: Desk) -> Step:
    """Answer /tin: the newest tips with their status, each a button."""
    return Step(desk.state(), (_list(desk.my_page(), place=ALL),))


def withdrawing(desk: Desk) -> Step:
    """Answer /rut: ask which of the undecided tips is to be taken back."""
    undecided = [line for line in desk.mine() if line.status in UNDECIDED]
    rows: Rows = tuple((Choice(f"m.withdraw.{line.reference}", literal=line.reference),) for line in undecided[:SHOWN])
    lines = [_open_line(line) for line in undecided[:SHOWN]]
    return Step(desk.state(), (Reply("withdraw_choose", {"ds_tin": lines}, rows),))


def chosen(incoming: Incoming, desk: Desk) -> Step:
    """Take a button of the list, which is redrawn, or of one tip."""
    act, _, rest = incoming.choice.removeprefix("m.").partition(".")
    state = desk.state()
    if act == "list":
        return Step(state, screen=_page(rest, desk))
    reference, _, place = rest.partition(".")
    tip = _known(desk.my_tip(reference), desk)
    match act:
        case "open":
            return Step(state, screen=_one(tip, desk, place or ALL))
        case "show":
            return Step(state, (_one(tip, desk),))
        case "withdraw":
            return Step(state, (_confirm(reference),))
        case "withdraw_yes":
            desk.withdraw(reference)
            return Step(state, (Reply("tip_withdrawn", {"ma": reference}),))
        case "withdraw_no":
            return Step(state, (_one(tip, desk),))
    return Step(state, answer=Reply("outdated_button"))


def _page(place: str, desk: Desk) -> Reply:
    """Show the page a place names: `<status>`, or `<status>.b<number>` and `.a<number>` for older and newer ones."""
    show, _, end = place.partition(".")
    number = end[1:]
    if show not in SHOWS or (end and not (end[0] in "ab" and number.isdecimal() and number.isascii())):
        raise TipNotFound
    below = int(number) if end.startswith("b") else None
    above = int(number) if end.startswith("a") else None
    return _list(desk.my_page(show, below=below, above=above), place=place)


def _list(page: Page, *, place: str) -> Reply:
    lines: list[object] = [_line(line) for line in page.lines]
    shown = label(f"status.{page.show}") if page.show != ALL else ""
    opening = [Choice(f"m.open.{line.reference}.{place}", literal=line.reference) for line in page.lines]
    rows = [tuple(opening[at : at + 2]) for at in range(0, len(opening), 2)]
    turning = []
    if page.newer is not None:
        turning.append(button(f"m.list.{page.show}.a{page.newer}", "newer"))
    if page.older is not None:
        turning.append(button(f"m.list.{page.show}.b{page.older}", "older"))
    rows += [tuple(turning)] if turning else []
    return Reply("my_tips", {"ds_tin": lines, "loc": shown}, (*rows, *_filters(page)))


def _filters(page: Page) -> Rows:
    """Offer every status there are tips of, with their number; nothing where all are of one."""
    if len(page.counts) <= 1 and page.show == ALL:
        return ()
    total = {ALL: sum(page.counts.values())}
    choices = [
        Choice(
            f"m.list.{show}",
            "button.filter",
            {"ten": label(f"status.{show}" if show != ALL else "value.all"), "so": number},
        )
        for show, number in (total | {show: page.counts.get(show, 0) for show in SHOWS[1:]}).items()
        if number and show != page.show
    ]
    return tuple(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2))


def _line(line: Line) -> dict[str, object]:
    status = "draft_status.published" if line.is_online else f"status.{line.status}"
    return {"joined": [f"{line.reference} · ", label(status), f" · {line.excerpt}"]}


def _open_line(line: TipLine) -> dict[str, object]:
    return {"joined": [f"{line.reference} · ", label(f"status.{line.status}"), f" · {line.excerpt}"]}


def _known(tip: TipView, desk: Desk) -> TipView:
    """Return a tip as its sender may know it: a decision only when the time to undo it is over."""
    last = tip.acts[-1] if tip.acts else None
    if last is None or last.verb not in receipt.ANNOUNCED_LATER or desk.now - last.at >= desk.undo:
        return tip
    return replace(tip, status=TipStatus.RECEIVED, last=None, acts=tip.acts[:-1], questions=())


def _one(tip: TipView, desk: Desk, place: str = "") -> Reply:
    """Show a tip with the buttons that are right for its state; opened from the list, it leads back there."""
    is_open, is_online = tip.status in UNDECIDED, tip.draft_status in receipt.ONLINE
    values = {
        "ma": tip.reference,
        "trang_thai": label("draft_status.published" if is_online else f"status.{tip.status}"),
        "noi_dung_rut_gon": label("value.text_deleted") if tip.is_emptied else tip.excerpt,
        "gio": clock(tip.sent_at),
        "han_phan_hoi": due(tip.due_at) if is_open else "",
        "ly_do": label(f"reason.{tip.last.reason}") if tip.last and tip.last.reason else "",
        "link": tip.url or "",
        "ds_cau_hoi": question_lines(tip.open_questions) if is_open else "",
    }
    here = f"m.show.{tip.reference}"
    drawn = receipt.receipt(tip, Facts(desk.person, desk.now, tip=tip)).choices
    rows = [kept for row in drawn if (kept := tuple(choice for choice in row if choice.code != here))]
    if place:
        rows.append((button(f"m.list.{place}", "back_to_list"),))
    return Reply("my_tip", values, tuple(rows))


def _confirm(reference: str) -> Reply:
    yes = button(f"m.withdraw_yes.{reference}", "withdraw_yes")
    return Reply(
        "withdraw_confirm_tip", {"ma": reference}, ((yes, button(f"m.withdraw_no.{reference}", "withdraw_no")),)
    )
