"""The newsroom's rules: a plain form, tried on past tips on the same page, then switched on."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request, Response

from review import network, ruling
from review.clock import desk_date
from review.console import refusals, rules_part, said
from review.console.acting import DOOR, act
from review.console.addresses import LARGEST
from review.console.gate import ManagesRules, Room, SeesQueue
from review.console.pages import Page, ThisPage
from review.console.rules_part import Said
from review.db import Session
from review.errors import BadRule, ReviewError, StaleVersion, UnclearUnit
from review.language.clean import clean_text
from review.lists import ruled, trial
from review.lists.ruled import Choices
from review.lists.trial import Trial
from review.rulebook import form
from review.rulebook.form import Typed
from review.rulebook.rule import Conditions, Effects, Rule
from review.ruling import Edition
from review.sessions import SignedIn
from review.workflow import Priority

router = APIRouter(prefix="/rules")
SHOWN = 100  # of the tips a rule fits
SEVERAL = ("topics", "flags", "notify")
Number = Annotated[int, Path(ge=1, le=LARGEST)]
Version = Annotated[int, Form(ge=0, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class RulePage:
    """The form of a rule, and of one that is kept: how it reads, what it would have fitted, who changed it."""

    typed: Typed
    choices: Choices
    said: Said | None = None
    trial: Trial | None = None
    editions: tuple[Edition, ...] = ()


@router.get("")
async def rules(room: Room, page: ThisPage, _signed: SeesQueue) -> Response:
    """Show all rules."""
    found = await room.database.read(
        lambda session: [rules_part.said(session, rule, page) for rule in ruling.every(session)]
    )
    return page.html("rules.html", rules=found)


@router.get("/new")
async def new(room: Room, page: ThisPage, _signed: SeesQueue) -> Response:
    """Show an empty form."""
    return await _show(room, page, None, Typed())


@router.post("")
async def make(request: Request, page: ThisPage, signed: ManagesRules) -> Response:
    """Keep a new rule, switched off."""
    given = await _typed(request)

    def do(session: Session) -> Rule:
        name, asked, wanted = _read(session, given, page)
        return ruling.make(session, name, asked, wanted, by=signed.person, door=DOOR, now=page.now)

    return await _keep(page, signed, None, given, do)


@router.get("/{number}")
async def rule(number: Number, room: Room, page: ThisPage, _signed: SeesQueue) -> Response:
    """Show a rule with what it would have fitted."""
    return await _show(room, page, number)


@router.post("/{number}")
async def change(
    number: Number, request: Request, page: ThisPage, signed: ManagesRules, version: Version = 0
) -> Response:
    """Keep a rule as it was changed, switched off."""
    given = await _typed(request)

    def do(session: Session) -> Rule:
        name, asked, wanted = _read(session, given, page, ruling.get(session, number).conditions.sender)
        return ruling.change(
            session, number, name, asked, wanted, version=version, by=signed.person, door=DOOR, now=page.now
        )

    return await _keep(page, signed, number, given, do)


@router.post("/{number}/switch")
async def switch(
    number: Number,
    page: ThisPage,
    signed: ManagesRules,
    version: Version = 0,
    on: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Switch a rule on or off, as its page showed it."""

    def do(session: Session) -> Rule:
        return ruling.switch(
            session, number, on=on == "yes", version=version, by=signed.person, door=DOOR, now=page.now
        )

    kept = await act(page, signed, "switch_rule", f"rule:{number}", do)
    return said.then(f"/rules/{number}", "rule.switched_on" if kept.is_on else "rule.switched_off", {"ten": kept.name})


@router.post("/{number}/discard")
async def discard(number: Number, page: ThisPage, signed: ManagesRules, version: Version = 0) -> Response:
    """Take a rule away."""

    def do(session: Session) -> Rule:
        return ruling.discard(session, number, version=version, by=signed.person, door=DOOR, now=page.now)

    gone = await act(page, signed, "discard_rule", f"rule:{number}", do)
    return said.then("/rules", "rule.discarded", {"ten": gone.name})


async def _keep(page: Page, signed: SignedIn, number: int | None, given: Typed, do: Any) -> Response:
    """Keep a rule and lead to its page; where it cannot be kept, show the form as it was filled."""
    try:
        kept: Rule = await act(page, signed, "keep_rule", f"rule:{number or 0}", do)
    except (BadRule, StaleVersion, UnclearUnit) as error:
        return await _show(page.newsroom, page, number, given, error)
    return said.then(f"/rules/{kept.number}", "rule.kept", {"ten": kept.name})


async def _show(
    room: Any, page: Page, number: int | None, given: Typed | None = None, error: ReviewError | None = None
) -> Response:
    found: RulePage = await room.database.read(lambda session: _page(session, page, number, given))
    status = refusals.status_of(error) if error else 200
    return page.html(
        "rule.html",
        status,
        shown=found,
        refusal=_sentence(error, page) if error else "",
        priorities=tuple(Priority),
        readings=form.READINGS,
        most=SHOWN,
    )


def _page(session: Session, page: Page, number: int | None, given: Typed | None) -> RulePage:
    offered = ruled.choices(session, desk_date(page.now, page.newsroom.rules.zone))
    if number is None:
        return RulePage(given or Typed(), offered)
    rule = ruling.get(session, number)
    return RulePage(
        typed=given or rules_part.typed(session, rule),
        choices=offered,
        said=rules_part.said(session, rule, page),
        trial=trial.tried(session, rule),
        editions=tuple(ruling.editions(session, number)),
    )


def _read(session: Session, given: Typed, page: Page, kept: int | None = None) -> tuple[str, Conditions, Effects]:
    """Read what was typed, the sender's name being that of the `kept` one where it is; raises BadRule, UnclearUnit."""
    day = desk_date(page.now, page.newsroom.rules.zone)
    offered = ruled.choices(session, day).offered
    name = form.name_of(given)
    unit = network.meant_unit(session, given.unit, day) if given.unit else ""
    is_kept = kept is not None and ruled.names(session, [kept]).get(kept) == given.sender
    sender = kept if is_kept else ruled.sender(session, given.sender)
    asked = form.conditions(given, offered, unit=unit, sender=sender)
    return name, asked, form.effects(given, offered)


async def _typed(request: Request) -> Typed:
    fields = await request.form()
    several = {name: tuple(str(value) for value in fields.getlist(name)) for name in SEVERAL}
    names = set(Typed.__dataclass_fields__) - set(SEVERAL) - {"everything"}
    single = {name: str(fields.get(name, "")) for name in names}
    single |= {name: clean_text(single[name]).strip() for name in ("unit", "sender")}
    return Typed(**single, **several, everything="everything" in fields)  # type: ignore[arg-type]  # names are the fields'


def _sentence(error: ReviewError, page: Page) -> str:
    if isinstance(error, BadRule):
        values = {name: value for name, value in error.values.items() if name != "fault"}
        return page.label(f"rule_fault.{error.values['fault']}", **values)
    return refusals.sentence(error, page.newsroom, page.locale)
