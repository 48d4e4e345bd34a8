"""What somebody means by a line in the search box: words, phrases and `key:value`, folded as the index is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from review.language.folding import syllables

LONGEST = 200  # characters of a line that are read
MOST_PHRASES = 12
PART = re.compile(r'(?:(?P<key>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))', re.IGNORECASE)
QUOTES = str.maketrans("“”„«»", '"' * 5)
FROM = "from"
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """A line as it was understood: phrases that must all stand in a tip, and what was said by key.

    A phrase is one folded syllable or several in a row; `said` holds each key's last value as it was written.
    """

    phrases: tuple[Phrase, ...] = ()
    said: Mapping[str, str] | None = None

    def value(self, key: str) -> str:
        return (self.said or {}).get(key, "")


def understand(line: str, keys: frozenset[str]) -> Meant:
    """Read a line; what stands behind a key that is not among `keys` is searched for like any other word."""
    phrases: list[Phrase] = []
    said: dict[str, str] = {}
    for part in PART.finditer(line[:LONGEST].translate(QUOTES)):
        key, value = (part["key"] or "").lower(), part["quoted"] if part["quoted"] is not None else part["bare"]
        if key == FROM:
            phrases.append(sender(value))
        elif key in keys:
            said[key] = value.strip()
        else:
            phrases.append(tuple(syllables(f"{part['key'] or ''} {value}")))
    return Meant(tuple(phrase for phrase in phrases if phrase)[:MOST_PHRASES], said)


def sender(name: str) -> Phrase:
    """Return a sender's name as it stands in the index: apart from the same words in a text."""
    return tuple(f"{FROM}{syllable}" for syllable in syllables(name))


def indexed(text: str, *, by: str, reference: str) -> str:
    """Return the words of a tip as the index takes them: folded, one space between them."""
    return " ".join([*syllables(reference), *syllables(text), *sender(by)])
