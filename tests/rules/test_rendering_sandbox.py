"""Templates that editors may change reach nothing but their data (promises, section 6, statement 8)."""

from typing import Any

import pytest

from review.errors import TemplateBroken
from review.rendering.sandbox import MAX_SOURCE, render_template

CONTEXT = {"tit": "Tít", "sapo": "Sa-pô", "than_bai": ["một", "hai"], "so_anh": 2, "nguon": ""}


def with_body(body: str, before: str = "") -> str:
    others = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("title", "standfirst", "source", "byline"))
    return f"{before}{others}{{% block body %}}{body}{{% endblock %}}"


def body(text: str, context: dict[str, Any] | None = None) -> str:
    return render_template(with_body(text), CONTEXT if context is None else context)["body"]


def refusal(source: str) -> str:
    with pytest.raises(TemplateBroken) as refused:
        render_template(source, CONTEXT)
    return refused.value.values["error"]


def test_each_block_is_rendered_to_plain_text() -> None:
    source = (
        "{# ghi chú #}{% block title %}{{ tit }}{% endblock %}{% block standfirst %}{{ sapo }}{% endblock %}"
        "{% block body %}{% for doan in than_bai %}{{ loop.index }}. {{ doan | first_capital }} {% endfor %}"
        "{% endblock %}"
        '{% block source %}{{ nguon | default("(Theo [[nguồn]])") }}{% endblock %}'
        "{% block byline %}{% if so_anh > 1 %}<b>{{ so_anh }}</b>{% endif %}{% endblock %}"
    )

    blocks = render_template(source, CONTEXT)

    assert blocks == {
        "title": "Tít",
        "standfirst": "Sa-pô",
        "body": "1. Một 2. Hai ",
        "source": "(Theo [[nguồn]])",
        "byline": "<b>2</b>",
    }


@pytest.mark.parametrize(
    "expression",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ tit.__class__ }}",
        "{{ tit['__class__'] }}",
        "{{ tit['__cla' ~ 'ss__'] }}",
        "{{ tit.format }}",
        "{{ tit.format(tit) }}",
        "{{ '{0.__class__}'.format(tit) }}",
        "{{ tit | attr('__class__') }}",
        "{{ than_bai | map(attribute='__class__') | list }}",
        "{{ than_bai | xmlattr }}",
        "{{ tit | pprint }}",
        "{{ '%s' | format(tit) }}",
        "{{ self }}",
        "{{ self.title() }}",
        "{{ loop }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ namespace() }}",
        "{{ range(9) }}",
        "{{ joiner }}",
        "{{ config }}",
        "{{ request }}",
        "{{ _ }}",
        "{{ than_bai.append('x') }}",
        "{{ than_bai }}",
        "{{ tit is callable }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as x %}",
        "{% from 'x' import y %}",
        "{% set x = tit %}",
        "{% macro m() %}{% endmacro %}",
        "{% call m() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% with x = 1 %}{% endwith %}",
        "{{ tit % 1 }}",
        "{{ 1 + 1 }}",
        "{{ -1 }}",
        "{{ [1] }}",
        "{{ {'a': 1} }}",
    ],
)
def test_what_could_leak_is_refused(expression: str) -> None:
    assert "khối" in (error := refusal(with_body(expression))) or "dòng" in error


@pytest.mark.parametrize(
    "bomb",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' | center(1000000000) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'a' ~ 'a' }}",
        "{% for a in than_bai %}{% for b in than_bai %}x{% endfor %}{% endfor %}",
        "{% for a in than_bai recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in than_bai %}x{% endfor %}" * 21,
        "{{ than_bai | join(sapo | join(sapo)) }}",
        "{{ tit | replace('T', 'TTTTTTTT') }}",
        "{{ " + "not " * 200 + "tit }}",
        "{{ " + "(" * 5000 + "tit" + ")" * 5000 + " }}",
        "{% if tit %}" * 60 + "{% endif %}" * 60,
        "x" * (MAX_SOURCE + 1),
    ],
    ids=range(14),
)
def test_bombs_are_refused(bomb: str) -> None:
    assert refusal(with_body(bomb))


def test_an_output_over_the_limit_is_refused() -> None:
    long = {**CONTEXT, "than_bai": ["x" * 1000] * 300}

    with pytest.raises(TemplateBroken) as refused:
        body("{% for doan in than_bai %}{{ doan }}{% endfor %}", long)

    assert refused.value.values["error"] == "khối body: kết quả dài quá 256 kB"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (with_body("{% for %}"), "dòng 1: sai cú pháp"),
        (with_body("\n{{ sapo2 }}"), "khối body: không có “sapo2”"),
        (with_body("{{ tit | shout }}"), "dòng 1: không có bộ lọc “shout”"),
        (with_body("{{ tit.chu }}"), "khối body: không có “chu”"),
        (with_body("x", before="lạc"), "dòng 1: có nội dung nằm ngoài các khối"),
        (with_body("x", before="{% if tit %}{% block subtitle %}{% endblock %}{% endif %}"), "khối nằm bên trong"),
        ("{% block body %}{% endblock %}", "thiếu khối title, standfirst, source, byline"),
        ("{% extends 'x' %}" + with_body("x"), "không được dùng Extends"),
    ],
)
def test_a_broken_template_says_what_to_mend(source: str, error: str) -> None:
    assert error in refusal(source)


@pytest.mark.parametrize("value", [1.5, None, object(), ("a",), {"a": {1, 2}}, str.upper])
def test_only_plain_data_is_taken(value: object) -> None:
    with pytest.raises(TypeError):
        body("x", {"tit": value})


def test_text_that_looks_like_a_template_stays_text() -> None:
    assert body("{{ tit }}", {"tit": "{{ 7 * 7 }}{% include 'x' %}"}) == "{{ 7 * 7 }}{% include 'x' %}"
