"""Hostile draft templates and settings: their data, or a sentence that says what to mend (promises, section 4)."""

import random
import time

import pytest

from review.errors import TemplateBroken
from review.rendering.sandbox import render_template
from review.settings import Settings, SettingsError, load
from tests.chaos.corpus import FAMILIES, mixture
from tests.chaos.figures import Figures, chance, size

TEMPLATES, SETTINGS = size(150, 10_000), size(300, 10_000)
SECONDS = 5.0  # on a machine where others work too

pytestmark = pytest.mark.chaos
KNOWN = [text for family in FAMILIES.values() for text in family]
ATTACKS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ lipsum.__globals__ }}",
    "{{ tit.format }}",
    "{{ '%s' % tit }}",
    "{{ '{0.__class__}'.format(tit) }}",
    "{{ range(10**9) }}",
    "{% for a in range(9**9) %}x{% endfor %}",
    "{{ tit * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ tit ~ tit }}",
    "{% include 'x' %}",
    "{% import 'os' as o %}",
    "{% extends 'x' %}",
    "{% set x = tit %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ tit | attr('__class__') }}",
    "{{ tit | map('upper') }}",
    "{{ tit | center(10**9) }}",
    "{{ tit | join(tit * 99) }}",
    "{% for a in than_bai %}{% for b in than_bai %}{% for c in than_bai %}x{% endfor %}{% endfor %}{% endfor %}",
    "{{ tit[::-1] }}",
    "{{ tit['__class__'] }}",
    "{{ [].append(1) }}",
    "{{ {}.x }}",
    "{{ (1).__class__ }}",
    "{% block body %}{% endblock %}",
    "{{",
    "{%",
    "{#",
    "{% raw %}",
    "{% call tit() %}{% endcall %}",
    "{% filter upper %}{% endfilter %}",
    "{{ caller() }}",
    "{{ loop.index }}",
    "{{ super() }}",
    "{% do tit %}",
    "{% with %}{% endwith %}",
    "{{ request }}",
    "{{ config.items() }}",
    "{{ not_there }}",
    "x" * 1_000_000,
    "{{ tit }}" * 9000,
)
DATA = {"tit": "TÍT", "sapo": "Sa-pô", "than_bai": ["một", "hai"], "so_anh": 2, "nguon": ""}
LEAKS = ("<class", "object at", "__globals__", "subclass", "<module", "<function")


def test_a_template_shows_its_data_or_says_what_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    luck, rendered, mended = chance("templates"), 0, set[str]()
    for number in range(TEMPLATES):
        source = with_body(ATTACKS[number] if number < len(ATTACKS) else a_template(luck))
        begun = time.process_time()
        try:
            blocks = render_template(source, DATA)
        except TemplateBroken as broken:
            mended.add(broken.values["error"])
        else:
            rendered += 1
            assert not any(leak in text for text in blocks.values() for leak in LEAKS)
        assert time.process_time() - begun < SECONDS
    assert "" not in mended
    told = Figures(capsys, "corpus of templates", others={"rendered": rendered})
    told.told(f"{TEMPLATES} templates")


def test_settings_are_read_or_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    luck, read, named = chance("settings"), 0, True
    names = [name.upper() for name in Settings.__dataclass_fields__] + ["TELEGRAM_TOKEN_FILE", "SECRET_KEY_FILE"]
    for _ in range(SETTINGS):
        given = {luck.choice(names): a_value(luck) for _ in range(luck.randint(1, 3))}
        try:
            load(given, dotenv=None)
        except SettingsError as refused:
            named &= str(refused).startswith(tuple(name.removesuffix("_FILE") for name in given))
        else:
            read += 1
    assert named
    told = Figures(capsys, "corpus of settings", others={"read": read})
    told.told(f"{SETTINGS} settings")


def a_template(luck: random.Random) -> str:
    pieces = [
        luck.choice([luck.choice(ATTACKS), luck.choice(KNOWN), "{{ tit }}", "{% if so_anh %}", "{% endif %}"])
        for _ in range(4)
    ]
    return "".join(piece[: luck.randint(1, 200)] for piece in pieces)


def with_body(body: str) -> str:
    others = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("title", "standfirst", "source", "byline"))
    return f"{others}{{% block body %}}{body}{{% endblock %}}"


def a_value(luck: random.Random) -> str:
    near = [
        "1:a",
        "99999999999999999999",
        "-1",
        "1e5",
        "0x10",
        "http://",
        "http://[::1",
        "https://x:99999999",
        "s3://",
        "ftp://x",
        "Asia/Nowhere",
        "../../etc",
        "30/s",
        "30/s 1/s",
        "0/s 0/s 0/min",
        "-1/s 1/s 1/min",
        "٣",
        "²",
        "polling ",
        "/nonexistent/file",
        "/",
        "1_0",
        "+5",
        "65536",
        "0",
    ]
    return luck.choice([luck.choice(near), luck.choice(KNOWN), mixture(KNOWN, luck)])
