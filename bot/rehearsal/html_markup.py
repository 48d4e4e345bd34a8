"""The server's small HTML: its tags and no others, each closed, with what it says of the rest (R45)."""

import html
from html.parser import HTMLParser
from typing import Any

from bot.rehearsal.markdown import units
from bot.rehearsal.sentences import CANT_PARSE

Json = dict[str, Any]
Attributes = dict[str, str | None]
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
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
SPOILER = "tg-spoiler"


def from_html(said: str) -> tuple[str, list[Json]]:
    """Return the text without its tags and its entities."""
    reader = _Reader()
    reader.feed(said)
    reader.close()
    if reader.opened:
        tag = reader.opened[-1][0]
        raise CANT_PARSE.refusal(reason=f'Can\'t find end tag corresponding to start tag "{tag}"')
    return reader.text, sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.entities: list[Json] = []
        self.opened: list[tuple[str, int, Json]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in TAGS:
            raise CANT_PARSE.refusal(reason=f'Unsupported start tag "{tag}" at byte offset {self._at()}')
        if tag == "span" and given.get("class") != SPOILER:
            raise CANT_PARSE.refusal(reason=f'Tag "span" must have class "{SPOILER}" at byte offset {self._at()}')
        self._note_language(tag, given)
        self.opened.append((tag, units(self.text), {"type": _kind(tag, given), **_extra(tag, given)}))

    def handle_endtag(self, tag: str) -> None:
        if not self.opened:
            raise CANT_PARSE.refusal(reason=f"Unexpected end tag at byte offset {self._at()}")
        expected, begun, entity = self.opened.pop()
        if expected != tag:
            reason = f'Unmatched end tag at byte offset {self._at()}, expected "</{expected}>", found "</{tag}>"'
            raise CANT_PARSE.refusal(reason=reason)
        length = units(self.text) - begun
        if entity["type"] == "text_link" and not entity["url"]:
            entity["url"] = self.text[-length:] if length else ""
        if length:
            self.entities.append({"offset": begun, "length": length, **entity})

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self.text += html.unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.text += html.unescape(f"&#{name};")

    def _note_language(self, tag: str, given: Attributes) -> None:
        """Give <pre><code class="language-…"> its language."""
        language = str(given.get("class") or "").removeprefix("language-")
        if tag == "code" and self.opened and self.opened[-1][0] == "pre" and language:
            self.opened[-1][2]["language"] = language

    def _at(self) -> int:
        line, column = self.getpos()
        before = self.rawdata.split("\n")
        return len("\n".join([*before[: line - 1], before[line - 1][:column]]).encode("utf-8", "surrogatepass"))


def _kind(tag: str, given: Attributes) -> str:
    return "expandable_blockquote" if tag == "blockquote" and "expandable" in given else TAGS[tag]


def _extra(tag: str, given: Attributes) -> Json:
    if tag == "a":
        return {"url": given.get("href") or ""}
    return {"custom_emoji_id": given.get("emoji-id") or ""} if tag == "tg-emoji" else {}
