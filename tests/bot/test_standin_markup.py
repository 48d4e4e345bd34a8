"""Parse modes as the server reads them (R25, R45): marks become entities, those that do not close are refused."""

import pytest

from bot.rehearsal.markup import formatted
from bot.rehearsal.sentences import Refusal


def read(said: str, mode: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = formatted(said, mode, None)
    return text, [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("mode", "said", "text", "entities"),
    [
        ("MarkdownV2", "*đậm*", "đậm", [("bold", 0, 3)]),
        (
            "MarkdownV2",
            "😀 _n_ __g__ ~b~ ||k||",
            "😀 n g b k",
            [("italic", 3, 1), ("underline", 5, 1), ("strikethrough", 7, 1), ("spoiler", 9, 1)],
        ),
        ("MarkdownV2", "*đậm _nghiêng_*", "đậm nghiêng", [("bold", 0, 11), ("italic", 4, 7)]),
        ("MarkdownV2", r"3\.5 \*", "3.5 *", []),
        ("MarkdownV2", "`a.b!`", "a.b!", [("code", 0, 4)]),
        ("MarkdownV2", "```python\na = 1```", "a = 1", [("pre", 0, 5)]),
        ("MarkdownV2", "[nối](https://vi.example.org)", "nối", [("text_link", 0, 3)]),
        ("MarkdownV2", ">trích\nsau", "trích\nsau", [("blockquote", 0, 5)]),
        (
            "Markdown",
            "*đậm* và _nghiêng_ `mã`",
            "đậm và nghiêng mã",
            [("bold", 0, 3), ("italic", 7, 7), ("code", 15, 2)],
        ),
        ("Markdown", "3.5 - (được)!", "3.5 - (được)!", []),
        ("Markdown", "[nối](https://vi.example.org)", "nối", [("text_link", 0, 3)]),
        ("HTML", "<span class='tg-spoiler'>kín</span>", "kín", [("spoiler", 0, 3)]),
        ("HTML", "<blockquote expandable>dài</blockquote>", "dài", [("expandable_blockquote", 0, 3)]),
        ("HTML", "<pre><code class='language-c'>x</code></pre>", "x", [("pre", 0, 1), ("code", 0, 1)]),
    ],
)
def test_r25_marks_become_entities(mode: str, said: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found, marks = read(said, mode)

    assert found == text
    assert sorted(marks) == sorted(entities)


@pytest.mark.parametrize(
    ("mode", "said", "reason"),
    [
        ("MarkdownV2", "3.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "đá *đậm", "Can't find end of Bold entity at byte offset 5"),
        ("MarkdownV2", "[nối](https://vi", "Can't find end of a URL at byte offset 8"),
        ("MarkdownV2", "a | b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("Markdown", "đá *đậm", "Can't find end of the entity starting at byte offset 5"),
        ("HTML", "<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("HTML", "a</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_r45_marks_that_do_not_close_are_refused_by_name(mode: str, said: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(said, mode)

    assert refused.value.sentence == f"Bad Request: can't parse entities: {reason}"


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(Refusal, match="unsupported parse_mode"):
        read("a", "BBCode")
