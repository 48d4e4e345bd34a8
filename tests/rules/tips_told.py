"""Stories made from the sample tips, the seed page and free words: what the rendering rules are tried on."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from review.rendering.article import PLACEHOLDER, Article
from review.rendering.story import Story, StoryMessage, StoryPhoto

DOMAIN = Path(__file__).parents[1] / "fixtures" / "domain"
SENT_AT = datetime.fromisoformat("2026-11-12T11:52:00+07:00")


def tip(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DOMAIN / "tips" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def contract(name: str) -> dict[str, Any]:
    draft = json.loads((DOMAIN / "tips" / "drafts" / f"draft-{name}.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = draft["contract"]
    return found


def seed() -> dict[str, Any]:
    page = (DOMAIN / "seed-article.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert block
    loaded: dict[str, Any] = yaml.safe_load(block[1])
    return loaded


def seed_texts() -> list[str]:
    page = seed()
    return [page["tit"], page["sapo"], *page["than_bai"], page["nguon"]]


def told_by_tips(names: Sequence[str], *, genre: str = "TIN", photos: int = 0) -> Story:
    """Tell a story from sample tips; those after the first were joined to it."""
    tips = [tip(name) for name in names]
    unit = tips[0]["from"]["unit"]
    return a_story(
        *(
            StoryMessage(number, one["text"], datetime.fromisoformat(one["sent_at"]), one["from"]["name"])
            for number, one in enumerate(tips, 1)
        ),
        genre=genre,
        unit=unit[0].lower() + unit[1:],
        authors=tuple(dict.fromkeys(one["from"]["name"] for one in tips)),
        photos=tuple(StoryPhoto(number, key=f"key-{number}") for number in range(1, photos + 1)),
    )


def told(*texts: str, **changes: Any) -> Story:
    """Tell a story in messages of one correspondent, sent on Thursday 12/11/2026."""
    messages = [StoryMessage(number, text, SENT_AT, "Lan") for number, text in enumerate(texts, 1)]
    return a_story(*messages, **changes)


def a_story(
    *messages: StoryMessage,
    genre: str = "TIN",
    section: str = "Thủ tục hành chính",
    unit: str = "phường Bình Mẫu",
    authors: tuple[str, ...] = ("Lan",),
    photos: tuple[StoryPhoto, ...] = (),
    **changes: Any,
) -> Story:
    return Story(
        reference="T-261112-07",
        genre=genre,
        section=section,
        topic="TTHC",
        messages=messages,
        photos=photos,
        sent_at=messages[0].sent_at if messages else SENT_AT,
        unit_full=unit[:1].upper() + unit[1:],
        unit_short=unit,
        authors=authors,
        **changes,
    )


def whole(article: Article) -> str:
    return "\n".join(text for _, text in article.fields())


def outside_placeholders(article: Article) -> str:
    return PLACEHOLDER.sub("", whole(article))
