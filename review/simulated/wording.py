"""What made-up correspondents write: some hundred texts, each inspected and rendered once as a real one would be."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from review.language.inspection import inspect
from review.network import shipped
from review.rendering.article import PLACEHOLDER, Article
from review.rendering.drafts import render
from review.rendering.story import Story, StoryMessage
from review.tip_text import shortened

EXCERPT = 160
NUMBER = "0000000"  # stands in each text where a tip's own number goes, so that no two tips are the same
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Saying:
    """One text with what the desk sees in it, and the draft made from it: as rendered, and as an editor leaves it."""

    topic: str
    text: str
    excerpt: str
    flags: Sequence[Json]
    title: str
    rendered: Json
    edited: Json

    def told(self, number: int) -> str:
        """Return the text with a tip's own number."""
        return self.text.replace(NUMBER, f"{number:07d}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything made-up people say."""

    sayings: Sequence[Saying]
    answers: Sequence[str]
    notes: Sequence[str]
    families: Sequence[str]
    middles: Sequence[str]
    givens: Sequence[str]
    staff: Mapping[str, Sequence[str]]


def wording(chance: random.Random, size: int, *, now: datetime) -> Wording:
    """Make `size` texts; the same chance gives the same ones."""
    bank = shipped("simulated.yaml")
    sayings = tuple(_saying(bank, chance, now) for _ in range(size))
    names = {name: bank[name] for name in ("answers", "notes", "families", "middles", "givens", "staff")}
    return Wording(sayings, **names)


def article(draft: Json, *, number: int, section: str, byline: str, sent_at: datetime, day: date) -> Json:
    """Return a draft's article as it is stored, for one tip of a day."""
    written, today = date.fromisoformat(draft["event_date"] or day.isoformat()), f"{day.day}/{day.month}"

    def own(text: str) -> str:
        return text.replace(NUMBER, f"{number:07d}").replace(f"{written.day}/{written.month}", today)

    return {
        **draft,
        "section": section,
        "standfirst": own(draft["standfirst"]),
        "body": [own(paragraph) for paragraph in draft["body"]],
        "byline": byline,
        "source_line": own(draft["source_line"]),
        "event_date": day.isoformat(),
        "stamp_at": sent_at.isoformat(),
    }


def _saying(bank: Mapping[str, Any], chance: random.Random, now: datetime) -> Saying:
    topic = chance.choice(tuple(bank["topics"]))
    about = chance.choice(bank["topics"][topic])
    text = _text(bank, about["what"], chance)
    found = inspect(text, now, has_file=False)
    story = Story("", "TIN", "", topic, (StoryMessage(1, text, now, ""),), (), now)
    made = render(story).article
    flags = [{"code": flag.code, "text": flag.text, "start": flag.start, "end": flag.end} for flag in found.flags]
    title = about["headline"]
    edited = _edited(made, title).as_json()
    return Saying(topic, text, shortened(found.clean, EXCERPT), flags, title, made.as_json(), edited)


def _text(bank: Mapping[str, Any], what: str, chance: random.Random) -> str:
    figures = {"n": chance.randint(21, 320), "m": chance.randint(2, 19)}
    opening = f"{chance.choice(bank['moments'])}, đơn vị em {what}.".format(**figures)
    details = chance.sample(bank["details"], chance.randint(1, 3))
    proof = bank["proof"].format(so=NUMBER)
    parts = [opening, *details, chance.choice(bank["voices"]), proof, chance.choice(bank["closings"])]
    return " ".join(part for part in parts if part)


def _edited(made: Article, title: str) -> Article:
    """Return an article as an editor leaves it: with a title and no open place."""
    return replace(
        made,
        title=title,
        standfirst=PLACEHOLDER.sub("", made.standfirst).strip(),
        body=tuple(PLACEHOLDER.sub("", paragraph).strip() for paragraph in made.body),
        source_line=PLACEHOLDER.sub("", made.source_line).strip(),
    )
