"""Formatted text: entities in UTF-16 units, given as a list or as HTML, and those the server finds by itself."""

import html
import re
from html.parser import HTMLParser
from typing import Any

from bot.rehearsal.sentences import CANT_PARSE, UNSUPPORTED_MODE

Json = dict[str, Any]
MOST_ENTITIES = 100  # R25
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+)|(?<!\S)(?P<bot_command>/\w{1,32}(?:@\w{5,32})?)|(?<!\w)(?P<mention>@\w{5,32})"
    r"|(?<!\w)(?P<hashtag>#\w+)"
)


def units(said: str) -> int:
    """Return a text's length in UTF-16 units."""
    return len(said.encode("utf-16-le", "surrogatepass")) // 2


def formatted(said: str, mode: str, entities: object) -> tuple[str, list[Json]]:
    """Return the text without its marks and its entities; raises what the server says of bad ones (R45)."""
    if mode:
        if mode.lower() != "html":
            raise UNSUPPORTED_MODE.refusal()
        return _from_html(said)
    if not isinstance(entities, list):
        return said, []
    for entity in entities:
        _check(entity, units(said))
    return said, entities[:MOST_ENTITIES]


def found(said: str) -> list[Json]:
    """Return the entities a server adds to what a person writes: commands, links, names, hashtags."""
    return [
        {"type": match.lastgroup, "offset": units(said[: match.start()]), "length": units(match.group())}
        for match in FOUND.finditer(said)
    ][:MOST_ENTITIES]


def _check(entity: object, length: int) -> None:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise CANT_PARSE.refusal(reason='Can\'t find field "type"')
    offset, size = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(size, int):
        raise CANT_PARSE.refusal(reason='Field "offset" must be of type Number')
    if offset < 0 or size <= 0 or offset + size > length:
        raise CANT_PARSE.refusal(reason=f"Entity beginning at UTF-16 offset {offset} ends after the end of the text")


def _from_html(said: str) -> tuple[str, list[Json]]:
    reader = _Reader()
    reader.feed(said)
    reader.close()
    if reader.opened:
        tag = reader.opened[-1][0]
        raise CANT_PARSE.refusal(reason=f'Can\'t find end tag corresponding to start tag "{tag}"')
    return reader.text, sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


class _Reader(HTMLParser):
    """The server's small HTML: its tags and no others, each closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.entities: list[Json] = []
        self.opened: list[tuple[str, int, Json]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise CANT_PARSE.refusal(reason=f'Unsupported start tag "{tag}" at byte offset {self._at()}')
        extra: Json = {"url": dict(attrs).get("href") or ""} if tag == "a" else {}
        self.opened.append((tag, units(self.text), {"type": TAGS[tag], **extra}))

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened[-1][0] != tag:
            raise CANT_PARSE.refusal(reason=f"Unexpected end tag at byte offset {self._at()}")
        _, begun, entity = self.opened.pop()
        length = units(self.text) - begun
        if length:
            self.entities.append({"offset": begun, "length": length, **entity})

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self.text += html.unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.text += html.unescape(f"&#{name};")

    def _at(self) -> int:
        line, column = self.getpos()
        before = self.rawdata.split("\n")
        return len("\n".join([*before[: line - 1], before[line - 1][:column]]).encode("utf-8", "surrogatepass"))
