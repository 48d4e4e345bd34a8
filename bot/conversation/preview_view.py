"""The preview of an unfinished tip: what was found of it, what is still open, what to look at, answers by one tap."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from bot.conversation.incoming import Choice, Reply, Rows
from bot.conversation.values import button, day, label, lines, listed, short_day
from review.noticed import Caution, Composing, Day, Noticed, can_stay
from review.port import Option

ONE_DAY = timedelta(days=1)
FEW_DAYS = 4  # to be offered one by one
A_ROW = 2
PARTS = {"sáng": "morning", "trưa": "noon", "chiều": "afternoon", "tối": "evening", "đêm": "night"}
NOTHING = Noticed()


def preview(tip: Composing, topics: Sequence[Option], sources: Sequence[Option]) -> Reply:
    """Show a tip before it is sent; it can be sent whatever is missing."""
    seen = tip.noticed or NOTHING
    values = {
        "noi_dung_rut_gon": tip.excerpt,
        "so_y": _known(tip, seen),
        "thoi_gian": _day(seen.day) if seen.day else tip.when,
        "dia_diem": tip.where or _first(seen.where),
        "ai": listed(seen.who) if seen.who else "",
        "so_lieu": listed((*seen.numbers, *seen.documents)) if seen.numbers or seen.documents else "",
        "nguon": _named("source", tip.source, sources) if tip.source else _first(seen.source),
        "so_anh": tip.photos,
        "so_tep": tip.files,
        "chu_de": _named("topic", tip.topic, topics),
        "but_danh": tip.credit,
        "dang_tai": tip.fetching,
        "con_thieu": listed(label(f"missing.{fact}") for fact in tip.missing) if tip.missing else "",
        "nen_them": listed(label(f"better.{fact}") for fact in seen.better_with) if seen.better_with else "",
        "luu_y": _cautions(seen.cautions),
    }
    return Reply("compose_preview", values, (*_sending(seen), *_answers(tip, seen), *_changes(tip)))


def day_row() -> tuple[Choice, ...]:
    """Offer the days most tips are about."""
    return (button("v.morning", "this_morning"), button("c.today"), button("c.yesterday"))


def place_row(tip: Composing) -> tuple[Choice, ...]:
    """Offer the sender's unit as the place, or another one."""
    here = (button("c.my_unit", don_vi=tip.unit_name),) if tip.unit_name else ()
    return (*here, button("c.other_place"))


def day_rows(tip: Composing) -> Rows:
    """Offer the days a vague date may mean, else those most tips are about."""
    seen = tip.noticed.day if tip.noticed else None
    days = _days_of(seen) if seen else []
    choices = [Choice(f"v.day.{one.isoformat()}", "button.on_day", {"ngay": short_day(one)}) for one in days]
    return tuple(_paired(choices)) if choices else (day_row(),)


def _sending(seen: Noticed) -> Rows:
    """Offer to send; a tip that looks like another one may join it instead."""
    alike = next((one for one in seen.cautions if one.code == "alike"), None)
    if alike is None:
        return ((button("c.send", "send_to_editors"),),)
    reference = alike.about[0]
    return (
        (button(f"v.new.{reference}", "send_to_editors"),),
        (button(f"v.join.{reference}", "add_to_tip", ma=reference),),
    )


def _answers(tip: Composing, seen: Noticed) -> Rows:
    rows: list[tuple[Choice, ...]] = []
    if {"when", "where"} <= set(tip.missing) and tip.unit_name:
        rows.append((button("v.here", "here_today", don_vi=tip.unit_name),))
    if "when" in tip.missing:
        rows += day_rows(tip)
    if "where" in tip.missing:
        rows.append(place_row(tip))
    if "source" in tip.missing:
        rows.append((button("c.source.witness", "i_saw_it"), button("c.source.document", "from_document")))
    rows += [row for row in map(_choices, seen.cautions) if row]
    if open_photos := sum(not photo.is_described for photo in seen.photos):
        rows.append((button("h.begin", "describe_photos", n=str(open_photos)),))
    return tuple(rows)


def _changes(tip: Composing) -> Rows:
    change = [button("c.set_topic"), button("c.set_source")]
    change += [button(f"c.set_{fact}") for fact in ("when", "where") if fact not in tip.missing]
    return (*_paired(change), (button("c.add_more"), button("c.save", "save_draft"), button("c.cancel")))


def _choices(caution: Caution) -> tuple[Choice, ...]:
    """Offer what a caution may be answered with."""
    match caution.code, caution.choice:
        case "personal", "mask" if can_stay(caution):
            return (button("v.personal.keep", "has_agreed"),)
        case "personal", "keep":
            return (button("v.personal.mask", "mask_it"),)
        case "papers", "":
            return (button("v.papers.yes", "has_papers"), button("v.papers.no", "no_papers"))
        case "unissued", "":
            return (button("v.unissued.public", "already_public"),)
    return ()


def _cautions(shown: Sequence[Caution]) -> Any:
    told = [_told(caution) for caution in shown if (caution.code, caution.choice) != ("papers", "no")]
    return lines(told) if told else ""


def _told(caution: Caution) -> Any:
    match caution.code:
        case "alike":
            reference, status = caution.about
            return label("caution.alike", ma=reference, trang_thai=label(f"status.{status}"))
        case "personal" | "vulnerable":
            about = listed(label(f"flag.{code}") for code in caution.about)
        case _:
            about = listed(caution.about)
    name = f"{caution.code}_{caution.choice}" if caution.choice else caution.code
    return label(f"caution.{name}", ds=about)


def _day(seen: Day) -> Any:
    """Say a day as the desk reads it, with the words it was read from where those were no plain date."""
    if seen.from_ is None or seen.to is None:
        return label("day.vague", viet=seen.text)
    if seen.from_ != seen.to:
        span = label("day.span", tu=short_day(seen.from_), den=short_day(seen.to))
        return label("day.vague_span", viet=seen.text, khoang=span) if seen.is_vague else span
    part = label(f"day_part.{PARTS[seen.part]}") if seen.part in PARTS else ""
    read = label("day.part", buoi=part, ngay=day(seen.from_)) if part else day(seen.from_)
    return label("day.read", ngay=read, viet=seen.text) if seen.is_relative else read


def _days_of(seen: Day) -> list[Any]:
    if not seen.is_vague or seen.from_ is None or seen.to is None or seen.to - seen.from_ >= FEW_DAYS * ONE_DAY:
        return []
    return [seen.from_ + number * ONE_DAY for number in range((seen.to - seen.from_).days + 1)]


def _known(tip: Composing, seen: Noticed) -> int:
    """Count the six that every news item answers: what, where, when, who, how many, and from whom."""
    when = bool(seen.day) and "when" not in tip.missing
    has = (seen.what, tip.where or seen.where, tip.when or when, seen.who, seen.numbers, tip.source or seen.source)
    return sum(map(bool, has))


def _named(kind: str, code: str | None, options: Sequence[Option]) -> object:
    if code in {option.code for option in options}:
        return label(f"{kind}.{code}")
    return label(f"{kind}.none")


def _first(texts: Sequence[str]) -> str:
    return texts[0] if texts else ""


def _paired(choices: Sequence[Choice]) -> Iterable[tuple[Choice, ...]]:
    return (tuple(choices[at : at + A_ROW]) for at in range(0, len(choices), A_ROW))
