"""My figures: what became of my tips this month and ever, and how many I may send today. Nobody is ranked."""

from bot.conversation.desk import Desk
from bot.conversation.incoming import Incoming, Reply, Step
from bot.conversation.values import button, clock


def show(desk: Desk) -> Step:
    """Answer /thongke."""
    return Step(desk.state(), (_view(desk),))


def chosen(incoming: Incoming, desk: Desk) -> Step:
    """Take a button that leads here: the figures come in its message, or in one of their own where that one stays."""
    if incoming.choice == "n.open":
        return show(desk)
    return Step(desk.state(), screen=_view(desk))


def _view(desk: Desk) -> Reply:
    mine = desk.my_standing()
    month, ever, today = mine.month, mine.ever, mine.allowance
    values = {
        "thang_gui": month.sent,
        "thang_duyet": month.approved,
        "thang_dang": month.published,
        "thang_khong": month.not_used,
        "n_gui": ever.sent,
        "n_duyet": ever.approved,
        "n_dang": ever.published,
        "n_khong": ever.not_used,
        "dang_cho": ever.waiting or "",
        "cho_bo_sung": ever.needs_info or "",
        "hom_nay": today.sent,
        "han_muc": today.limit or "",
        "con_them": today.to_grow or "",
        "den": clock(today.renews_at),
    }
    return Reply("my_figures", values, ((button("m.list.all", "my_tips"), button("w.show", "settings")),))
