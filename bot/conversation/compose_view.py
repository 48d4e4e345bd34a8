"""The living message of an unfinished tip: what it shows at each step; once it is sent, see receipt."""

from collections.abc import Sequence

from bot.conversation.incoming import Choice, Reply, Rows
from bot.conversation.values import button, label, listed
from review.noticed import Composing
from review.port import Option, State


def unfinished(state: State | None, tip: Composing, *, topics: Sequence[Option], sources: Sequence[Option]) -> Reply:
    """Show an unfinished tip on the step its dialogue stands on."""
    step = state.step if state else "collecting"
    match step:
        case "preview":
            return _preview(tip, topics, sources)
        case "topic":
            return Reply("ask_topic", {}, _options("topic", topics))
        case "source":
            return Reply("ask_source", {}, _options("source", sources))
        case "when":
            return Reply("ask_when", {}, (_days(), (button("c.back"),)))
        case "where":
            return Reply("ask_where", {}, (_places(tip), (button("c.back"),)))
        case "when_text" | "where_text" | "source_text":
            prompt = {"when_text": "ask_date", "where_text": "ask_where", "source_text": "ask_source_detail"}[step]
            return Reply(prompt, {}, ((button("c.back"),),))
        case "answer_or_new":
            return _answer_or_new(state)
    return _collecting(tip)


def gone() -> Reply:
    """Show that the unfinished tip was thrown away."""
    return Reply("tip_cancelled")


def _collecting(tip: Composing) -> Reply:
    values = {
        "so_chu": tip.words,
        "so_anh": tip.photos,
        "so_tep": tip.files,
        "so_chuyen_tiep": tip.forwarded,
        "so_danh_ba": tip.contacts,
        "dang_tai": tip.fetching,
        "loi_tai": 0,
    }
    return Reply("compose_collecting", values, ((button("c.done"), button("c.cancel")),))


def _preview(tip: Composing, topics: Sequence[Option], sources: Sequence[Option]) -> Reply:
    values = {
        "noi_dung_rut_gon": tip.excerpt,
        "so_anh": tip.photos,
        "so_tep": tip.files,
        "chu_de": _named("topic", tip.topic, topics),
        "thoi_gian": tip.when,
        "dia_diem": tip.where,
        "nguon": _named("source", tip.source, sources) if tip.source else "",
        "but_danh": tip.credit,
        "dang_tai": tip.fetching,
        "con_thieu": listed(label(f"missing.{fact}") for fact in tip.missing) if tip.missing else "",
    }
    return Reply("compose_preview", values, _preview_rows(tip))


def _preview_rows(tip: Composing) -> Rows:
    rows: list[tuple[Choice, ...]] = [(button("c.send", "send_to_editors"),)]
    if "when" in tip.missing:
        rows.append(_days())
    if "where" in tip.missing:
        rows.append(_places(tip))
    change = [button("c.set_topic"), button("c.set_source")]
    change += [button(f"c.set_{fact}") for fact in ("when", "where") if fact not in tip.missing]
    rows += [tuple(change[at : at + 2]) for at in range(0, len(change), 2)]
    rows.append((button("c.add_more"), button("c.save", "save_draft"), button("c.cancel")))
    return tuple(rows)


def _days() -> tuple[Choice, ...]:
    return (button("c.today"), button("c.yesterday"), button("c.other_date"))


def _places(tip: Composing) -> tuple[Choice, ...]:
    here = (button("c.my_unit", don_vi=tip.unit_name),) if tip.unit_name else ()
    return (*here, button("c.other_place"))


def _options(kind: str, options: Sequence[Option]) -> Rows:
    rows = [(Choice(f"c.{kind}.{option.code}", f"{kind}.{option.code}"),) for option in options]
    if kind == "topic":
        rows.append((Choice("c.topic.", "topic.none"),))
    return (*rows, (button("c.back"),))


def _named(kind: str, code: str | None, options: Sequence[Option]) -> object:
    if code in {option.code for option in options}:
        return label(f"{kind}.{code}")
    return label(f"{kind}.none")


def _answer_or_new(state: State | None) -> Reply:
    reference = state.details.get("question", "") if state else ""
    rows = ((button("c.answer", "answer_question"),), (button("c.new", "is_new_tip"),))
    return Reply("answer_or_new", {"ma": reference}, rows)
