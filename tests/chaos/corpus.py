"""Hostile input by family: what people paste, what programs send, and what somebody tries who means ill."""

import random
import re
from collections.abc import Iterator

from tests.chaos.figures import chance

FAMILIES: dict[str, tuple[str, ...]] = {
    "naughty": (
        "undefined",
        "null",
        "NaN",
        "-1e309",
        "0/0",
        "True",
        "' OR 1=1 --",
        "'; DROP TABLE tip;--",
        "$(reboot)",
        "`id`",
        "%s%s%n",
        "%d" * 50,
        "../../../../etc/passwd",
        "C:\\CON\\NUL",
        "\\\\host\\share",
        "file:///etc/passwd",
        "{{ 7*7 }}",
        "{% raw %}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{0.__class__}",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(1)",
        "[[nguồn]]",
        "[[",
        "]]",
        "T-261112-01",
        "B-261112-01",
        "/start",
        "/",
        "//",
        "/huy@other_bot",
        "v1:t:1:1:approve",
    ),
    "markup": (
        "<b>đậm",
        "</b>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;&amp;&#0;&#x1F600;",
        "]]>",
        "<![CDATA[",
        "*đậm* _gạch_ `mã` [x](javascript:alert(1)) ![y](z)",
        "```\nmã\n```",
        "||giấu||",
        '<a href="tg://user?id=1">x</a>',
        "<!--",
        "\\*\\_\\[",
        "# Đầu đề\n- mục\n1. một",
        "| a | b |\n|--|--|",
        "<style>*{display:none}</style>",
        '" onmouseover="alert(1)',
    ),
    "direction": (
        "\u202ejpg.exe",
        "\u200f\u200e" * 20,
        "\u2066a\u2069\u2067b\u2069",
        "\u202b" * 100,
        "שלום עולם",
        "مرحبا \u202d123",
    ),
    "invisible": (
        "\u200b" * 500,
        "\ufeff",
        "\u00ad" * 99,
        "\u2060\u2061\u2062",
        "\u180e",
        "\u3164" * 20,
        "\u115f\u1160",
        "a\u200db",
    ),
    "combining": (
        "a" + "\u0301" * 500,
        "\u0323\u0302" * 400,
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
        "ệ" * 200,
        "e\u0323\u0302" * 200,
        "\u1100\u1161\u11a8" * 200,
    ),
    "astral": (
        "👩‍👩‍👧‍👦" * 300,
        "🏳️‍🌈" * 200,
        "𝕳𝖔̂𝖒 𝖓𝖆𝖞",
        "\U0010ffff",
        "\U000e0001\U000e0020" * 40,
        "🇻🇳" * 500,
        "𠀀" * 2048,
    ),
    "controls": (
        "\x00",
        "a\x00b",
        "\x07\x08\x0b\x0c\x1b[31mđỏ",
        "\r\n\r\n",
        "\ufffe\uffff",
        "\x7f\x80\x9f",
        "\ud800",
        "\udfff\ud800 lẻ",
        "\u2028\u2029",
    ),
    "long": (
        "a" * 4096,
        "ộ" * 4096,
        " " * 4096,
        "\n" * 4096,
        "." * 4096,
        "1" * 4096,
        "ngày 12/11 " * 370,
        "Nguyễn Văn A " * 300,
        "https://a.b/" * 340,
    ),
    "figures": (
        "99999999999999999999 người",
        "0/0/0000",
        "32/13/2026",
        "29/2/2027",
        "ngày 1/1/1",
        "25:61",
        "tăng 1e999%",
        "0903123456 " * 300,
        "12/11/99999",
    ),
    "empty": ("", " ", "\n", "\t", ".", "…", "\u00a0", "\u3000"),
}
ORDINARY = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn, hỗ trợ 37 người. "
LONGEST = 4096  # UTF-16 units of a message
NAMES = (
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "CON",
    "aux.txt",
    "a" * 300 + ".pdf",
    "ảnh\u202egpj.exe",
    "a\r\nSet-Cookie: x=1",
    'a";filename="b.html',
    "😀.docx",
    "-rf",
    "=cmd.xlsx",
    ".htaccess",
    "tệp\x00.pdf",
    "",
    " ",
    "a/b/c.pdf",
    "%2e%2e%2f",
    "\ud800.bin",
)


def texts(name: str, number: int) -> Iterator[str]:
    """Yield every text of the families, then as many mixtures of them as are wanted, each a message in length."""
    luck = chance(name)
    known = [text for family in FAMILIES.values() for text in family]
    for at in range(number):
        yield at_most(known[at] if at < len(known) else mixture(known, luck))


def some_texts(name: str, number: int) -> list[str]:
    """Return a few texts, of each family at least one."""
    luck = chance(name)
    chosen = [luck.choice(family) for family in FAMILIES.values()]
    known = [text for family in FAMILIES.values() for text in family]
    return [at_most(text) for text in (*chosen, *(mixture(known, luck) for _ in range(number - len(chosen))))]


def mixture(known: list[str], luck: random.Random) -> str:
    """Return pieces of several families and ordinary words, cut and joined anywhere."""
    pieces = []
    for _ in range(luck.randint(2, 6)):
        piece = luck.choice([ORDINARY, luck.choice(known)])
        start = luck.randrange(len(piece) + 1)
        pieces.append(piece[start : start + luck.randint(1, 400)])
    return luck.choice(["", " ", "\n", "\n\n"]).join(pieces)


def is_a_command(text: str) -> bool:
    """Tell whether a text is one: a stroke, a word, and few words behind it."""
    words = text.split()
    return bool(words) and len(words) <= 4 and re.fullmatch(r"/\w{1,32}(@\w+)?", words[0]) is not None


def at_most(text: str, longest: int = LONGEST) -> str:
    """Cut a text to what a message may hold, through the middle of a character if it falls so."""
    return text.encode("utf-16-le", "surrogatepass")[: longest * 2].decode("utf-16-le", "surrogatepass")
