"""Markdown as the server reads it, the old one and MarkdownV2, with what it says of marks that do not close (R45).

After td's MessageEntity.cpp; from general knowledge of it, not re-read.
"""

from typing import Any

from bot.rehearsal.sentences import CANT_PARSE, Refusal

Json = dict[str, Any]
RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
SINGLE = {"*": "bold", "~": "strikethrough", "`": "code", "[": "text_link", "_": "italic"}
DOUBLE = {"__": "underline", "||": "spoiler"}
ENDS = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
}
SAID = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "blockquote": "BlockQuote",
}
OLD_ENDS = {"_": "_", "*": "*", "`": "`", "[": "]"}
OLD_KINDS = {"_": "italic", "*": "bold", "`": "code", "[": "text_link"}
LAST_ASCII = 126


def units(said: str) -> int:
    """Return a text's length in UTF-16 units."""
    return len(said.encode("utf-16-le", "surrogatepass")) // 2


class _Text:
    """A marked text read from left to right; what it says is collected in `said`, its marks in `entities`."""

    def __init__(self, marked: str) -> None:
        self.marked, self.at = marked, 0
        self.said = ""
        self.entities: list[Json] = []

    def looks_at(self, mark: str) -> bool:
        return self.marked.startswith(mark, self.at)

    @property
    def is_escaped(self) -> bool:
        following = self.marked[self.at + 1 : self.at + 2]
        return self.looks_at("\\") and bool(following) and 0 < ord(following) <= LAST_ASCII

    def take(self, number: int = 1) -> None:
        """Take characters over as they are."""
        self.said += self.marked[self.at : self.at + number]
        self.at += number

    def close(self, kind: str, begun: int, **more: str) -> None:
        length = units(self.said[begun:])
        if length:
            self.entities.append({"type": kind, "offset": units(self.said[:begun]), "length": length, **more})

    def url(self) -> str:
        """Take the address in parentheses at this place, None where there is none; raises where it does not end."""
        if not self.looks_at("("):
            return ""
        self.at += 1
        begun, url = self.at, ""
        while not self.looks_at(")"):
            self.at += 1 if self.is_escaped else 0
            if self.at >= len(self.marked):
                raise self.refusal(f"Can't find end of a URL at byte offset {self.bytes_to(begun)}")
            url += self.marked[self.at]
            self.at += 1
        self.at += 1
        return url

    def language(self) -> str:
        """Take the language behind ``` and the line break after it."""
        line = self.marked[self.at :].partition("\n")[0]
        if line and "`" not in line and not line.strip(" \t\r").count(" ") and self.at + len(line) < len(self.marked):
            self.at += len(line)
        else:
            line = ""
        self.at += 1 if self.looks_at("\n") else 0
        return line.strip()

    def bytes_to(self, at: int) -> int:
        return len(self.marked[:at].encode("utf-8", "surrogatepass"))

    @staticmethod
    def refusal(reason: str) -> Refusal:
        return CANT_PARSE.refusal(reason=reason)


def from_markdown_v2(marked: str) -> tuple[str, list[Json]]:
    """Return the text without its marks and its entities."""
    text, opened = _Text(marked), list[tuple[str, int, int, str]]()
    while text.at < len(marked):
        inside = opened[-1][0] if opened else ""
        if text.is_escaped:
            text.at += 1
            text.take()
        elif inside and _ends(text, inside):
            _close(text, opened)
        elif marked[text.at] not in ("`" if inside in {"code", "pre"} else RESERVED):
            if marked[text.at] == "\n" and inside == "blockquote" and marked[text.at + 1 : text.at + 2] != ">":
                _, begun, _, _ = opened.pop()
                text.close("blockquote", begun)
            text.take()
        else:
            _open(text, opened)
    if opened and opened[-1][0] == "blockquote":
        text.close("blockquote", opened.pop()[1])
    if opened:
        kind, _, at, _ = opened[-1]
        raise text.refusal(f"Can't find end of {SAID[kind]} entity at byte offset {text.bytes_to(at)}")
    return text.said, sorted(text.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def from_markdown(marked: str) -> tuple[str, list[Json]]:
    """Return the same of the old Markdown, whose marks do not nest."""
    text = _Text(marked)
    while text.at < len(marked):
        mark = marked[text.at]
        if mark == "\\" and marked[text.at + 1 : text.at + 2] in {"_", "*", "`", "["}:
            text.at += 1
            text.take()
        elif mark in OLD_ENDS:
            _take_old(text, mark)
        else:
            text.take()
    return text.said, text.entities


def _take_old(text: _Text, mark: str) -> None:
    """Take one marked stretch of the old Markdown."""
    at, begun = text.at, len(text.said)
    is_pre = text.looks_at("```")
    end = "```" if is_pre else OLD_ENDS[mark]
    text.at += 3 if is_pre else 1
    language = text.language() if is_pre else ""
    until = text.marked.find(end, text.at)
    if until < 0:
        raise text.refusal(f"Can't find end of the entity starting at byte offset {text.bytes_to(at)}")
    text.take(until - text.at)
    text.at += len(end)
    if mark == "[":
        url = text.url()
        if url:
            text.close("text_link", begun, url=url)
        return
    text.close("pre" if is_pre else OLD_KINDS[mark], begun, **({"language": language} if language else {}))


def _ends(text: _Text, kind: str) -> bool:
    """Tell whether the innermost entity ends here."""
    if kind == "blockquote" or not text.looks_at(ENDS[kind]):
        return False
    return kind != "italic" or not text.looks_at("__")


def _open(text: _Text, opened: list[tuple[str, int, int, str]]) -> None:
    """Begin an entity at a reserved character; raises where none may begin."""
    at, begun, mark = text.at, len(text.said), text.marked[text.at]
    if text.looks_at("```"):
        text.at += 3
        opened.append(("pre", begun, at, text.language()))
        return
    if mark == ">" and (not text.said or text.said.endswith("\n")):
        text.at += 1
        if not any(kind == "blockquote" for kind, *_ in opened):
            opened.append(("blockquote", begun, at, ""))
        return
    kind = DOUBLE.get(text.marked[at : at + 2]) or SINGLE.get(mark)
    if kind is None:
        raise text.refusal(f"Character '{mark}' is reserved and must be escaped with the preceding '\\'")
    text.at += len(ENDS[kind]) if kind != "text_link" else 1
    opened.append((kind, begun, at, ""))


def _close(text: _Text, opened: list[tuple[str, int, int, str]]) -> None:
    kind, begun, _, language = opened.pop()
    text.at += len(ENDS[kind])
    if kind == "text_link":
        text.close(kind, begun, url=text.url() or text.said[begun:])
    else:
        text.close(kind, begun, **({"language": language} if language else {}))
