"""An article read as one text: what stands where, so that a rule reads once and its findings link to their field."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from review.checks.finding import Finding
from review.language.stamps import desk_day
from review.rendering.article import PLACEHOLDER, Article

LONGEST_PLACE = 60
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts of an article with blank lines between, open places left out; `day` is that of the event."""

    text: str
    starts: tuple[int, ...]
    fields: tuple[str, ...]
    day: date

    def finding(self, code: str, start: int, end: int, **values: str | int) -> Finding:
        """Return the finding at a place of the text."""
        return Finding(code, self.field_at(start), shortened(self.text[start:end]), values=values)

    def field_at(self, start: int) -> str:
        return self.fields[bisect_right(self.starts, start) - 1]


def read(article: Article) -> Reading:
    """Return the reading of an article: title, standfirst, body and captions."""
    texts = [
        ("title", article.title),
        ("subtitle", article.subtitle),
        ("standfirst", article.standfirst),
        *(("body", paragraph) for paragraph in article.body),
        *((f"photo-{photo.number}", photo.caption) for photo in article.photos),
    ]
    pieces = [filled(text) + BETWEEN for _, text in texts]
    starts = (0, *accumulate(map(len, pieces[:-1])))
    day = article.event_date or desk_day(article.stamp_at)
    return Reading("".join(pieces), starts, tuple(name for name, _ in texts), day)


def filled(text: str) -> str:
    """Return a text on one line without its open places: a question is no statement, and long gaps are slow to read."""
    return " ".join(PLACEHOLDER.sub("…", text).split())


def shortened(text: str) -> str:
    """Return the beginning of a long place, which still finds it."""
    text = text.split("\n", 1)[0].strip()
    return text if len(text) <= LONGEST_PLACE else text[:LONGEST_PLACE].rpartition(" ")[0] or text[:LONGEST_PLACE]
