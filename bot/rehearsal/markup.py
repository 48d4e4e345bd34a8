"""Formatted text: entities in UTF-16 units, given as a list or by a parse mode, and those the server finds itself."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.rehearsal.html_markup import from_html
from bot.rehearsal.markdown import from_markdown, from_markdown_v2, units
from bot.rehearsal.sentences import CANT_PARSE, UNSUPPORTED_MODE

__all__ = ["formatted", "found", "units"]

Json = dict[str, Any]
MOST_ENTITIES = 100  # R25
MODES: Mapping[str, Callable[[str], tuple[str, list[Json]]]] = {
    "html": from_html,
    "markdown": from_markdown,
    "markdownv2": from_markdown_v2,
}
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+)|(?<!\S)(?P<bot_command>/\w{1,32}(?:@\w{5,32})?)|(?<!\w)(?P<mention>@\w{5,32})"
    r"|(?<!\w)(?P<hashtag>#\w+)"
)


def formatted(said: str, mode: str, entities: object) -> tuple[str, list[Json]]:
    """Return the text without its marks and its entities; raises what the server says of bad ones (R45)."""
    if mode and mode.lower() != "none":
        read = MODES.get(mode.lower())
        if read is None:
            raise UNSUPPORTED_MODE.refusal()
        return read(said)
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
