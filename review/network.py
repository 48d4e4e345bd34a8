"""The network's dated data: units through time, the newsroom's lists, counters and the desk's own settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
import yaml
from sqlmodel import Session, col, or_, select

from review.errors import NotFound, UnclearUnit
from review.models import Counter, DeskSetting, Succession, Term, Unit, table
from review.port import Entry
from review.statements import Statement, inserting, run
from review.unit_names import DatedUnit, Follower, Register, match

MOVED_TO = "moved_to"  # the desk's setting that says where it has gone, in the file it has left
BOT_NAME = "bot_username"  # the desk's setting that holds the bot's name, for invitation links
_SETTING = Statement(
    sa.select(table("desk_setting").c.value).where(table("desk_setting").c.name == sa.bindparam("name"))
)
RATES = frozenset({"base_salary", "site_rate", "tax"})
KINDS = RATES | {"topic", "subject", "genre", "reason", "question", "source", "photo_right", "section", "check"}
UNIT_FIELDS = ("id", "code", "type", "name_full", "name_short", "parent_id", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class UnitView:
    id: str
    name_full: str
    name_short: str
    type: str


def load_lists(session: Session, data: Mapping[str, Any] | None = None) -> None:
    """Fill each dated list from the shipped defaults, once; what the newsroom has changed is left alone."""
    known = set(session.exec(select(Term.kind).distinct()))
    if known >= KINDS:
        return
    lists = _lists(data or shipped("taxonomies.yaml")) | _rates(shipped("rates.yaml")) | _checks(shipped("checks.yaml"))
    for kind, entries in lists.items():
        for position, entry in enumerate(() if kind in known else entries):
            session.add(Term(kind=kind, position=position, **entry))
    session.flush()


def load_units(session: Session, data: Mapping[str, Any]) -> None:
    """Add the units and successions of `data` (the form of `units-sample.yaml`) that are not there yet."""
    known = set(session.exec(select(Unit.id)))
    fresh = [row for row in data["units"] if row["id"] not in known]
    for row in fresh:
        fields = {name: row.get(name) for name in UNIT_FIELDS}
        is_complete = row.get("successors_complete", True)
        session.add(Unit(**fields, aliases=row.get("aliases") or [], is_succession_complete=is_complete))
        session.flush()
    for row in fresh:
        for follower in row.get("successors") or ():
            since = follower.get("from")
            whom = follower["unit_id"]
            session.add(Succession(unit_id=row["id"], successor_id=whom, share=follower["share"], since=since))
    session.flush()


def shipped(name: str) -> dict[str, Any]:
    """Return one of the data files that come with the desk."""
    loaded: dict[str, Any] = yaml.safe_load((files("review") / "data" / name).read_text(encoding="utf-8"))
    return loaded


def entries(session: Session, kind: str, on: date) -> list[Entry]:
    """Return the entries of a list that are valid on a day, in their order."""
    query = select(Term).where(Term.kind == kind, *_valid(Term, on)).order_by(col(Term.position))
    return [Entry(row.code, row.vi, row.en, row.details) for row in session.exec(query)]


def in_force(session: Session, kind: str, on: date) -> Entry:
    """Return the entry of a list that began last before or on a day; raises NotFound where none had begun."""
    query = select(Term).where(Term.kind == kind, *_valid(Term, on)).order_by(col(Term.valid_from).desc())
    row = session.exec(query.limit(1)).first()
    if row is None:
        raise NotFound(f"no {kind} is in force on {on}")
    return Entry(row.code, row.vi, row.en, row.details)


def entry(session: Session, kind: str, code: str) -> Entry:
    """Return one entry, whether still valid or not; raises NotFound."""
    query = select(Term).where(Term.kind == kind, Term.code == code).order_by(col(Term.id).desc())
    row = session.exec(query).first()
    if row is None:
        raise NotFound(f"no {kind} has this code")
    return Entry(row.code, row.vi, row.en, row.details)


def sections(session: Session, on: date) -> list[Entry]:
    """Return the sections (chuyên mục) a draft of that day may stand in."""
    return entries(session, "section", on)


def proposed_section(session: Session, topic: str | None, on: date) -> str:
    """Return the label of the section that belongs to a topic on a day, empty where none does."""
    for section in sections(session, on):
        if topic and section.details.get("topic") == topic:
            return section.vi
    return ""


def units(session: Session, on: date, *, types: Sequence[str] = ()) -> list[UnitView]:
    """Return the units valid on a day, by name."""
    query = select(Unit).where(*_valid(Unit, on)).order_by(col(Unit.name_full))
    if types:
        query = query.where(col(Unit.type).in_(types))
    return [_unit(row) for row in session.exec(query)]


def unit(session: Session, unit_id: str | None) -> UnitView | None:
    """Return a unit by its id, None where there is none."""
    row = session.get(Unit, unit_id) if unit_id else None
    return _unit(row) if row else None


def register(session: Session) -> Register:
    """Return the units of all times with their names and what became of them, to find what somebody means."""
    goings: dict[str, list[Follower]] = {}
    for going in session.exec(select(Succession).order_by(col(Succession.id))):
        goings.setdefault(going.unit_id, []).append(Follower(going.successor_id, is_whole=going.share == "all"))
    return Register(
        DatedUnit(
            row.id,
            (row.name_full, row.name_short, *row.aliases),
            row.parent_id,
            row.valid_from,
            row.valid_to,
            tuple(goings.get(row.id, ())),
            row.is_succession_complete,
        )
        for row in session.exec(select(Unit))
    )


def meant_unit(session: Session, typed: str, on: date) -> str:
    """Return the id of the one unit of a day that somebody means by a name; raises UnclearUnit."""
    found = match(typed, register(session), on)
    if found.unit is None:
        raise UnclearUnit
    return found.unit


def next_number(session: Session, name: str, day: date) -> int:
    """Count one more of `name` on that day and return the count, from 1."""
    counters = table("counter")
    statement = inserting(counters, session.get_bind().dialect.name).values(name=name, day=day, n=1)
    raised = statement.on_conflict_do_update(index_elements=["name", "day"], set_={"n": counters.c.n + 1})
    return int(session.connection().execute(raised.returning(counters.c.n)).scalar_one())


def counted(session: Session, name: str, day: date) -> int:
    """Return how many of `name` were counted on that day."""
    row = session.get(Counter, (name, day))
    return row.n if row else 0


def setting(session: Session, name: str) -> str | None:
    """Return one of the desk's own settings, None where it is not set."""
    value: str | None = run(session, _SETTING, name=name).scalar()
    return value


def set_setting(session: Session, name: str, value: str) -> None:
    row = session.get(DeskSetting, name) or DeskSetting(name=name, value=value)
    row.value = value
    session.add(row)
    session.flush()


def _valid(table: type[Term | Unit], on: date) -> tuple[Any, Any]:
    return (
        or_(col(table.valid_from).is_(None), col(table.valid_from) <= on),
        or_(col(table.valid_to).is_(None), col(table.valid_to) >= on),
    )


def _unit(row: Unit) -> UnitView:
    return UnitView(row.id, row.name_full, row.name_short, row.type)


def _lists(data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Bring the shipped taxonomies into the form of the `term` table."""
    topics = [row for row in data["topics"]["menu"] if row["code"]]
    simple = {
        "topic": topics,
        "subject": data["topics"]["subjects"],
        "genre": data["genres"],
        "reason": data["rejection_reasons"],
        "question": data["needs_info_questions"],
        "source": data["source_types"],
        "photo_right": data["photo_rights"],
    }
    lists = {kind: [_term(row) for row in rows] for kind, rows in simple.items()}
    lists["section"] = _sections(data, topics)
    return lists


def _rates(data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Bring the shipped rates into the same form; each holds until the next begins."""
    return {
        kind: [{**_term({"code": kind, **row}), "valid_from": row["valid_from"]} for row in rows]
        for kind, rows in data.items()
    }


def _checks(data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {kind: [_term(row) for row in rows] for kind, rows in data.items()}


def _term(row: Mapping[str, Any]) -> dict[str, Any]:
    details = {key: value for key, value in row.items() if key not in {"code", "vi", "en", "valid_from"}}
    return {"code": row["code"], "vi": row["vi"], "en": row["en"], "details": details}


def _sections(data: Mapping[str, Any], topics: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    labels = data["topics"]["section_labels"]
    rows = [
        {"code": row["code"], "vi": labels[row["code"]], "en": row["en"], "details": {"topic": row["code"]}}
        for row in topics
    ]
    programmes = data["breakthrough_programmes"]
    rows.append(
        {
            "code": "CTDP",
            "vi": programmes["section_label"],
            "en": "Seven breakthrough programmes",
            "details": {"subjects": [item["vi"] for item in programmes["items"]]},
            "valid_from": date(int(programmes["valid_from"]), 1, 1),
            "valid_to": date(int(programmes["valid_to"]), 12, 31),
        }
    )
    return rows
