"""Everything the bot can say is said in both languages, with every place filled and no raw code left."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.conversation import compose_view
from bot.conversation.incoming import Reply
from bot.conversation.notices import NOTICES, reply_for
from bot.conversation.refusals import refusal
from bot.conversation.words import Spoken, spoken
from bot.telegram import cards, outbound, payload
from review import errors
from review.access import Person
from review.errors import ReviewError
from review.noticed import Day, Noticed, kept
from review.port import Act, Facts, State
from review.workflow import DraftStatus, TipStatus
from tests.contracts.said_facts import (
    CAUTIONS,
    DETAILS,
    FACTS,
    HOUSE,
    LOCALES,
    NOW,
    OF_KIND,
    REASON,
    SOURCES,
    TOPICS,
    a_composing,
    a_tip,
)


def said(reply: Reply | None, locale: str) -> Spoken:
    assert reply is not None
    spoke = spoken(reply, locale=locale, now=NOW, house=HOUSE)
    for text in [spoke.text, *(button.label for row in spoke.rows for button in row)]:
        assert text.strip()
        assert not re.search(
            r"[{}]|\b[a-z]{3,}\.[a-z_]{2,}\b", text.replace("example.org", "").replace("127.0.0.1", "")
        ), text
    return spoke


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_every_notice_can_be_said(kind: str, locale: str) -> None:
    facts = replace(FACTS, tip=OF_KIND.get(kind, FACTS.tip))

    assert said(reply_for(kind, facts, DETAILS.get(kind, {})), locale).text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "step",
    [
        "collecting",
        "preview",
        "topic",
        "source",
        "when",
        "where",
        "when_text",
        "where_text",
        "source_text",
        "answer_or_new",
        "photo_caption",
        "photo_alt",
        "photo_rights",
        "photo_owner",
    ],
)
@pytest.mark.parametrize("missing", [("when", "where", "source"), ()])
def test_every_step_of_an_unfinished_tip_can_be_shown(step: str, locale: str, missing: tuple[str, ...]) -> None:
    state = State("compose", step, 35, {"question": "T-261111-02", "i": 1, "count": 2, "caption": "Cán bộ hướng dẫn"})
    reply = compose_view.unfinished(state, a_composing(missing=missing), topics=TOPICS, sources=SOURCES)

    spoke = said(reply, locale)

    for row in spoke.rows:
        for button in row:
            assert payload.private(payload.for_private(button.code, state.screen)) == payload.Private(35, button.code)


DAYS = (
    Day("12/11", date(2026, 11, 12), date(2026, 11, 12)),
    Day("sáng nay", date(2026, 11, 12), date(2026, 11, 12), "sáng", is_relative=True),
    Day("tuần rồi", date(2026, 11, 2), date(2026, 11, 8), is_vague=True),
    Day("vừa qua", None, None, is_vague=True),
    None,
)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("day", DAYS)
def test_every_day_found_is_shown_on_the_preview(day: Day | None, locale: str) -> None:
    tip = a_composing(noticed=Noticed(day=day, better_with=("who", "numbers", "document")))

    text = said(
        compose_view.unfinished(State("compose", "preview", 3), tip, topics=TOPICS, sources=SOURCES), locale
    ).text

    assert day is None or day.from_ is None or str(day.from_.day) in text


@pytest.mark.parametrize("locale", LOCALES)
def test_every_caution_and_what_is_kept_of_it_has_its_words(locale: str) -> None:
    for caution in CAUTIONS:
        tip = a_composing(noticed=Noticed(cautions=(caution,)))
        spoke = said(
            compose_view.unfinished(State("compose", "preview", 3), tip, topics=TOPICS, sources=SOURCES), locale
        )
        assert ("•" in spoke.text) is ((caution.code, caution.choice) != ("papers", "no"))
    for code, choice in (pair for caution in CAUTIONS for pair in kept([caution]).items()):
        facts = Facts(None, NOW, tip=a_tip(warned={code: choice}))
        assert said(cards.card(facts, "", "https://desk.example.org"), locale).text, (code, choice)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("status", "last", "draft"),
    [
        *((status, "reject", None) for status in TipStatus if status not in {TipStatus.COMPOSING, TipStatus.APPROVED}),
        *((TipStatus.RECEIVED, verb, None) for verb in ("submit", "answer", "appeal", "reopen")),
        *((TipStatus.APPROVED, "approve", draft) for draft in DraftStatus),
    ],
)
def test_a_receipt_can_be_drawn_whatever_became_of_the_tip(
    status: TipStatus, last: str, draft: DraftStatus | None, locale: str
) -> None:
    act = Act(last, "Minh", 9, NOW, "telegram", "R02")
    facts = Facts(Person(3, "Lan"), NOW, tip=a_tip(status, last=act, acts=(act,), draft_status=draft), reason=REASON)

    spoke = said(reply_for("living", facts, {}), locale)

    assert "Minh" not in spoke.text
    for button in (button for row in spoke.rows for button in row):
        assert payload.private(payload.for_private(button.code, None)) == payload.Private(None, button.code)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("view", ["", "reasons", "questions:", "questions:Q01,Q05"])
@pytest.mark.parametrize("status", [status for status in TipStatus if status is not TipStatus.COMPOSING])
def test_a_card_can_be_drawn_in_every_status_and_view(status: TipStatus, view: str, locale: str) -> None:
    facts = Facts(None, NOW, tip=a_tip(status))

    spoke = said(cards.card(facts, view, "https://desk.example.org"), locale)

    assert "T-261112-07" in spoke.text
    assert outbound.card_keyboard(spoke, tip_id=2**40, version=99999)


def every_error(base: type[ReviewError] = ReviewError) -> list[type[ReviewError]]:
    return [base] + [error for child in base.__subclasses__() for error in every_error(child)]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "error",
    [error for error in every_error() if error not in {ReviewError, errors.NotFound, errors.Refused, errors.Invalid}],
)
def test_every_refusal_can_be_told(error: type[ReviewError], locale: str) -> None:
    times = dict.fromkeys(("at", "until", "since"), NOW.isoformat())
    values = {"who": "An", "verb": "approve", "status": "received", "limit": "10", **times}

    assert said(refusal(error(**values)), locale).text


def test_a_refusal_names_the_winner_of_a_race() -> None:
    lost = errors.TipAlreadyDecided(who="An", verb="approve", at=datetime(2026, 11, 12, 3, 3, tzinfo=UTC).isoformat())

    assert said(refusal(lost), "vi").text == "An đã duyệt tin này lúc 10:03."


@pytest.mark.parametrize("note", ["12", ""])
def test_a_reason_is_told_with_its_detail_or_by_its_short_name(note: str) -> None:
    tip = a_tip(TipStatus.REJECTED, last=Act("reject", "Minh", 9, NOW, "telegram", "R02", note))
    reply = reply_for("rejected", Facts(Person(3, "Lan"), NOW, tip=tip, reason=REASON), {})

    text = said(reply, "vi").text

    assert ("đã qua 12 ngày" in text) is bool(note)
    assert ("Hết thời sự" in text) is not bool(note)
