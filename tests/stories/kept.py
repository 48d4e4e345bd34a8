"""What the desk keeps of a tip and makes of it, as a story looks at it."""

import json

from review import draft_view
from review.rendering.article import Article
from tests.stories.stage import Stage


def warned(stage: Stage) -> dict[str, str]:
    """Return what the newest tip was sent past."""
    query = "SELECT warned FROM tip ORDER BY id DESC LIMIT 1"
    kept = stage.database.read_now(lambda s: s.connection().exec_driver_sql(query).scalar_one())
    found: dict[str, str] = json.loads(kept) if isinstance(kept, str) else kept or {}
    return found


def article(stage: Stage) -> Article:
    """Return the only draft's article."""
    return stage.database.read_now(lambda s: draft_view.of(s, draft_view.get(s, "B-261112-01"))).article
