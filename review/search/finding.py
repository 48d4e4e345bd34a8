"""What the index finds, newest first or best first, in bounded time whatever is asked.

On PostgreSQL the plan follows how common the words are: the newest tips are walked through first, which is enough for
common words; only rare ones are looked up in the GIN index, which gathers every hit before it gives the first.
"""

from collections.abc import Sequence

from sqlalchemy import TextClause, text
from sqlmodel import Session

from review.search.words import Phrase

NEWEST = 5_000  # tips that are walked through on a server before the index is asked
RANKED = 20_000  # newest tips among which the best are looked for
HIGHEST = (1 << 63) - 1
_SQLITE = text(
    "SELECT rowid FROM tip_fts WHERE tip_fts MATCH :match AND rowid < :below ORDER BY rowid DESC LIMIT :most"
)
_SQLITE_BEST = text("SELECT rowid FROM tip_fts WHERE tip_fts MATCH :match AND rowid > :floor ORDER BY rank LIMIT :most")
_SERVER_WALK = text(
    "SELECT tip_id FROM tip_fts WHERE tip_id < :below AND tip_id > :floor AND words @@ to_tsquery('simple', :match)"
    " ORDER BY tip_id DESC LIMIT :most"
)
_SERVER_RARE = text(
    "WITH hits AS MATERIALIZED"
    " (SELECT tip_id FROM tip_fts WHERE words @@ to_tsquery('simple', :match))"
    " SELECT tip_id FROM hits WHERE tip_id < :below ORDER BY tip_id DESC LIMIT :most"
)
_SERVER_BEST = text(
    "SELECT tip_id FROM tip_fts WHERE tip_id > :floor AND words @@ to_tsquery('simple', :match)"
    " ORDER BY ts_rank(words, to_tsquery('simple', :match)) DESC, tip_id DESC LIMIT :most"
)


def newest(session: Session, phrases: Sequence[Phrase], *, below: int | None, most: int) -> list[int]:
    """Return the numbers of the newest tips that hold all phrases, those under `below` where it is given."""
    under = HIGHEST if below is None else below
    if _is_server(session):
        return _newest_on_server(session, _for_server(phrases), under, most)
    return _run(session, _SQLITE, match=_for_sqlite(phrases), below=under, most=most)


def best(session: Session, phrases: Sequence[Phrase], *, most: int) -> list[int]:
    """Return the numbers of the tips in which the words weigh most, best first, of the newest tips alone."""
    floor = _highest(session) - RANKED
    if _is_server(session):
        return _run(session, _SERVER_BEST, match=_for_server(phrases), floor=floor, most=most)
    return _run(session, _SQLITE_BEST, match=_for_sqlite(phrases), floor=floor, most=most)


def _newest_on_server(session: Session, match: str, below: int, most: int) -> list[int]:
    floor = min(below, _highest(session) + 1) - NEWEST
    session.execute(text("SET LOCAL enable_bitmapscan = off"))
    walked = _run(session, _SERVER_WALK, match=match, below=below, floor=floor, most=most)
    session.execute(text("SET LOCAL enable_bitmapscan = on"))
    if len(walked) >= most or floor <= 0:
        return walked
    return _run(session, _SERVER_RARE, match=match, below=below, most=most)


def _run(session: Session, query: TextClause, **values: object) -> list[int]:
    return [int(number) for number in session.execute(query, values).scalars()]


def _highest(session: Session) -> int:
    return int(session.execute(text("SELECT max(id) FROM tip")).scalar() or 0)


def _for_sqlite(phrases: Sequence[Phrase]) -> str:
    return " ".join(f'"{" ".join(phrase)}"' for phrase in phrases)


def _for_server(phrases: Sequence[Phrase]) -> str:
    return " & ".join(f"({' <-> '.join(phrase)})" for phrase in phrases)


def _is_server(session: Session) -> bool:
    return bool(session.get_bind().dialect.name == "postgresql")
