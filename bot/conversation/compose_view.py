"""The living message of an unfinished tip: what it shows at each step; once it is sent, see receipt."""

from collections.abc import Sequence

from bot.conversation import photos_view
from bot.conversation.incoming import Choice, Reply, Rows
from bot.conversation.preview_view import day_rows, place_row, preview
from bot.conversation.values import button
from review.noticed import Composing
from review.port import Option, State


def unfinished(state: State | None, tip: Composing, *, topics: Sequence[Option], sources: Sequence[Option]) -> Reply:
    """Show an unfinished tip on the step its dialogue stands on."""
    step = state.step if state else "collecting"
    match step:
        case "preview":
            return preview(tip, topics, sources)
        case "topic":
            return Reply("ask_topic", {}, _options("topic", topics))
        case "source":
            return Reply("ask_source", {}, _options("source", sources))
        case "when":
            return Reply("ask_when", {}, (*day_rows(tip), (button("c.other_date"), button("c.back"))))
        case "where":
            return Reply("ask_where", {}, (place_row(tip), (button("c.back"),)))
        case "when_text" | "where_text" | "source_text":
            prompt = {"when_text": "ask_date", "where_text": "ask_where", "source_text": "ask_source_detail"}[step]
            return Reply(prompt, {}, ((button("c.back"),),))
        case "answer_or_new":
            return _answer_or_new(state)
        case "photo_caption" | "photo_alt" | "photo_rights" | "photo_owner" if state:
            return photos_view.question(state)
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


def _options(kind: str, options: Sequence[Option]) -> Rows:
    rows = [(Choice(f"c.{kind}.{option.code}", f"{kind}.{option.code}"),) for option in options]
    if kind == "topic":
        rows.append((Choice("c.topic.", "topic.none"),))
    return (*rows, (button("c.back"),))


def _answer_or_new(state: State | None) -> Reply:
    reference = state.details.get("question", "") if state else ""
    rows = ((button("c.answer", "answer_question"),), (button("c.new", "is_new_tip"),))
    return Reply("answer_or_new", {"ma": reference}, rows)
