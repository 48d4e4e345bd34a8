"""An article read as one text: what stands where, so that a rule reads once and its findings link to their field."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from review.checks.finding import Finding
from review.language.stamps import desk_day
from review.rendering.article import PLACEHOLDER, Article

LONGEST_PLACE = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts of an article with blank lines between, open places blotted out; `day` is that of the event."""

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
    whole, starts = "", []
    for _, text in texts:
        starts.append(len(whole))
        whole += filled(text) + "\n\n"
    day = article.event_date or desk_day(article.stamp_at)
    return Reading(whole, tuple(starts), tuple(name for name, _ in texts), day)


def filled(text: str) -> str:
    """Return a text with its open places as spaces: a question is no statement, and places stay where they are."""
    return PLACEHOLDER.sub(lambda match: " " * len(match[0]), text)


def shortened(text: str) -> str:
    """Return the beginning of a long place, which still finds it."""
    text = text.split("\n", 1)[0].strip()
    return text if len(text) <= LONGEST_PLACE else text[:LONGEST_PLACE].rpartition(" ")[0] or text[:LONGEST_PLACE]
